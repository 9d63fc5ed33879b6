package dev.earshot.engine;

import java.time.Duration;

/**
 * How the engine is run.
 *
 * @param lanes windows decoded at the same time; each lane has a decoding state of its own
 * @param queueCapacity jobs that may wait besides those being worked on
 * @param batchPatience a batch job that has waited this long goes before interactive ones
 * @param deadline the longest any job may take, waiting included
 * @param speechGate keeps windows without speech from the model
 */
public record EngineSettings(
        int lanes, int queueCapacity, Duration batchPatience, Duration deadline, boolean speechGate) {
    public EngineSettings {
        requirePositive(lanes, "lanes");
        requirePositive(queueCapacity, "queueCapacity");
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline must be longer than nothing, not " + deadline);
        }
    }

    private static void requirePositive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }
}
