package dev.earshot.engine;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How the engine is run.
 *
 * @param lanes windows decoded at the same time; each lane has a decoding state of its own
 * @param queueCapacity jobs that may wait besides those being worked on
 * @param batchPatience a batch job that has waited this long goes before interactive ones
 * @param deadline the longest any job may take, waiting included
 * @param speechGate keeps silence from the model
 * @param longestPause a window may hold pauses of this length; longer ones are left out where that saves time
 * @param fitContext for which jobs the encoder's context may follow the length of the window
 * @param languages codes that detection chooses among, empty for all that the model knows
 * @param stuckAfter a window that takes much longer than usual, and longer than this, hangs
 */
public record EngineSettings(
        int lanes,
        int queueCapacity,
        Duration batchPatience,
        Duration deadline,
        boolean speechGate,
        Duration longestPause,
        FitContext fitContext,
        List<String> languages,
        Duration stuckAfter) {
    /** The slowest boards take minutes for half a minute with large models. */
    public static final Duration USUAL_STUCK_AFTER = Duration.ofMinutes(5);

    /** Above the second and a half that the speech gate needs to judge a pause, so that none is left out by chance. */
    public static final Duration USUAL_LONGEST_PAUSE = Duration.ofSeconds(2);

    /** Each has a decoding state of its own, of a hundred megabytes and more with real models. */
    public static final int MOST_LANES = 4;

    public EngineSettings {
        requirePositive(lanes, "lanes");
        if (lanes > MOST_LANES) {
            throw new IllegalArgumentException("lanes must be at most " + MOST_LANES + ", not " + lanes);
        }
        requirePositive(queueCapacity, "queueCapacity");
        Objects.requireNonNull(fitContext, "fitContext");
        languages = languages.stream().map(EngineSettings::code).distinct().toList();
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("deadline must be longer than nothing, not " + deadline);
        }
        if (longestPause.isNegative()) {
            throw new IllegalArgumentException("longestPause must not be negative, not " + longestPause);
        }
        if (stuckAfter.isNegative() || stuckAfter.isZero()) {
            throw new IllegalArgumentException("A window cannot hang after " + stuckAfter.toMillis()
                    + " ms already (earshot.engine.stuck-after); leave it at 5m, or say how long.");
        }
    }

    /** With the usual patience for a window that takes long. */
    public EngineSettings(
            int lanes,
            int queueCapacity,
            Duration batchPatience,
            Duration deadline,
            boolean speechGate,
            Duration longestPause,
            FitContext fitContext,
            List<String> languages) {
        this(
                lanes,
                queueCapacity,
                batchPatience,
                deadline,
                speechGate,
                longestPause,
                fitContext,
                languages,
                USUAL_STUCK_AFTER);
    }

    /** With what most boards want of the rest. */
    public EngineSettings(int lanes, int queueCapacity, Duration batchPatience, Duration deadline, boolean speechGate) {
        this(
                lanes,
                queueCapacity,
                batchPatience,
                deadline,
                speechGate,
                USUAL_LONGEST_PAUSE,
                FitContext.ALWAYS,
                List.of());
    }

    private static String code(String language) {
        return Languages.codeOf(language)
                .orElseThrow(() -> new IllegalArgumentException("'" + language
                        + "' in earshot.languages is not a language that Whisper knows; use codes such as"
                        + " en or de."));
    }

    private static void requirePositive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }
}
