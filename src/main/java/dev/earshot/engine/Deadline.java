package dev.earshot.engine;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Until when a caller wants the answer. One who named no time of their own gets all they asked for, however long it takes.
 *
 * @param named the caller named it
 * @param dueNanos by the clock
 * @param speed of the lanes that do the work
 */
record Deadline(boolean named, long dueNanos, LongSupplier nanoTime, SpeedMeter speed) {
    /** Nobody is in a hurry. */
    static final Deadline NONE = new Deadline(false, 0, System::nanoTime, new SpeedMeter());

    /**
     * A caller without a deadline has the one that holds for all.
     *
     * @param begun when the caller began to wait
     */
    static Deadline of(long begun, Duration asked, EngineSettings settings, LongSupplier nanoTime, SpeedMeter speed) {
        boolean named = asked.compareTo(settings.deadline()) < 0;
        return named ? new Deadline(true, begun + asked.toNanos(), nanoTime, speed) : NONE;
    }

    /**
     * How a window is read.
     *
     * @param length in seconds
     * @param wait seconds until a lane takes it
     * @param canFit the library can tell when a fitted context went wrong
     */
    DeadlinePlan plan(TranscriptionOptions wanted, double length, double wait, boolean canFit) {
        if (!named) {
            return new DeadlinePlan(wanted, List.of());
        }
        double left = (dueNanos - nanoTime.getAsLong()) / 1e9 - wait;
        return DeadlinePlan.of(wanted, length, left, speed, canFit);
    }
}
