package dev.earshot.engine;

import java.time.Duration;

/**
 * How the engine is run.
 *
 * @param lanes windows decoded at the same time; each lane has a decoding state of its own
 * @param queueCapacity jobs that may wait besides those being worked on
 * @param batchPatience a batch job that has waited this long goes before interactive ones
 * @param deadline the longest any job may take, waiting included
 * @param speechGate keeps silence from the model
 * @param longestPause a window may hold pauses of this length; longer ones are left out where that saves time
 */
public record EngineSettings(
        int lanes,
        int queueCapacity,
        Duration batchPatience,
        Duration deadline,
        boolean speechGate,
        Duration longestPause) {
    /** Above the second and a half that the speech gate needs to judge a pause, so that none is left out by chance. */
    public static final Duration USUAL_LONGEST_PAUSE = Duration.ofSeconds(2);

    public EngineSettings {
        requirePositive(lanes, "lanes");
        requirePositive(queueCapacity, "queueCapacity");
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline must be longer than nothing, not " + deadline);
        }
        if (longestPause.isNegative()) {
            throw new IllegalArgumentException("longestPause must not be negative, not " + longestPause);
        }
    }

    /** With the usual longest pause. */
    public EngineSettings(int lanes, int queueCapacity, Duration batchPatience, Duration deadline, boolean speechGate) {
        this(lanes, queueCapacity, batchPatience, deadline, speechGate, USUAL_LONGEST_PAUSE);
    }

    private static void requirePositive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }
}
