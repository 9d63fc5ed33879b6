package dev.earshot.engine;

import java.time.Duration;

/**
 * Remembers how long windows take: all of them for estimates of the queue, and by how they are read for those who are in a hurry.
 * Where every window is encoded as 30 s the time is the same for all; with a fitted context it rises with the length.
 */
final class SpeedMeter {
    /** What was measured before still counts so much beside the latest window with a beam search. */
    private static final double MEMORY = 0.7;

    private final CostLine all = new CostLine();
    private final CostLine fitted = new CostLine();
    private final CostLine full = new CostLine();

    /** What one more hypothesis adds, of a greedy reading. As much again until it was measured, which is the most. */
    private double hypothesis = 1;

    /**
     * A window without anything that is said of how it was read: the one that warms up, which is encoded in full.
     *
     * @param audio length of the window
     * @param ran in the model
     */
    synchronized void record(Duration audio, Duration ran) {
        all.record(seconds(audio), seconds(ran));
        fitted.record(seconds(audio), seconds(ran));
        full.record(seconds(audio), seconds(ran));
    }

    /**
     * A window that somebody asked for.
     *
     * @param options it was read with
     * @param result what came of it
     */
    synchronized void record(Duration audio, Duration ran, TranscriptionOptions options, Transcriber.Result result) {
        double length = seconds(audio);
        double time = seconds(ran);
        all.record(length, time);
        if (result.guardFired() || options.audioContext() != 0) {
            // Two readings in one figure, or a context that the caller chose.
            return;
        }
        CostLine line = options.fitContext() ? fitted : full;
        if (options.beamSize() == 1) {
            line.record(length, time);
            if (line == fitted && result.audioContext() == Transcriber.FULL_CONTEXT) {
                full.record(length, time);
            }
            return;
        }
        double greedy = line.secondsFor(length);
        if (greedy > 0) {
            double added = (time / greedy - 1) / (options.beamSize() - 1);
            hypothesis = MEMORY * hypothesis + (1 - MEMORY) * Math.min(1, Math.max(0, added));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** Seconds that a window of so many seconds is expected to take; 1 before anything was measured. */
    synchronized double secondsFor(double length) {
        return all.secondsFor(length);
    }

    /**
     * Seconds that a window is expected to take at most when it is read so: once, and once more in full where a text that looks wrong
     * may be read again.
     */
    synchronized double secondsFor(double length, TranscriptionOptions options) {
        double search = 1 + hypothesis * (options.beamSize() - 1);
        double once = (options.fitContext() ? fitted : full).secondsFor(length);
        return search * (options.mayReadAgain() ? once + full.secondsFor(length) : once);
    }
}
