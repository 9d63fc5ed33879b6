package dev.earshot.engine;

import java.time.Duration;

/**
 * Remembers how long a window takes. Whisper's encoder always works on 30 s, so the cost of a window hardly depends on
 * how much of it is filled; the warm-up run is already a usable first measure.
 */
final class SpeedMeter {
    /** Weight of the newest window in the moving average. */
    private static final double WEIGHT = 0.2;

    private double windowSeconds;

    synchronized void record(Duration ran) {
        double seconds = ran.toNanos() / 1e9;
        windowSeconds = windowSeconds == 0 ? seconds : windowSeconds + WEIGHT * (seconds - windowSeconds);
    }

    /** Seconds that a window is expected to take; 1 before anything was measured. */
    synchronized double windowSeconds() {
        return windowSeconds == 0 ? 1 : windowSeconds;
    }
}
