package dev.earshot.audio;

import java.util.Objects;

/** A recording that cannot be turned into samples; the message says what was wrong, where, and what to do. */
public final class AudioException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of problem it is; callers map it to their protocol. */
    public enum Problem {
        /** Damaged, truncated or contradictory: no decoder could do better. */
        UNREADABLE,
        /** No bytes, or not a single sample. */
        EMPTY,
        /** Longer than the configured duration. */
        TOO_LONG,
        /** A container or codec nobody here knows. */
        UNKNOWN_FORMAT,
        /** A known format whose decoder program is not installed. */
        DECODER_MISSING,
        /** Samples that are NaN or infinite. */
        NOT_NUMBERS,
        /** The decoder program was killed or hung; the recording may be fine. */
        DECODER_FAILED
    }

    private final Problem problem;

    public AudioException(Problem problem, String message) {
        this(problem, message, null);
    }

    public AudioException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = Objects.requireNonNull(problem, "problem");
    }

    public Problem problem() {
        return problem;
    }
}
