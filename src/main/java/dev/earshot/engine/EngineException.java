package dev.earshot.engine;

import dev.earshot.audio.AudioException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The one exception of the domain: a code for programs, a message for people, and what the code needs besides. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String parameter;
    private final Duration retryAfter;

    public EngineException(ErrorCode code, String message) {
        this(code, message, null, null, null);
    }

    public EngineException(ErrorCode code, String message, Throwable cause) {
        this(code, message, null, null, cause);
    }

    private EngineException(ErrorCode code, String message, String parameter, Duration retryAfter, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
        this.parameter = parameter;
        this.retryAfter = retryAfter;
    }

    /** A wrong value of one named request parameter. */
    public static EngineException badParameter(String parameter, String message) {
        return new EngineException(ErrorCode.BAD_REQUEST, message, parameter, null, null);
    }

    /** Any code, blamed on one named request parameter. */
    public static EngineException ofParameter(ErrorCode code, String parameter, String message) {
        return new EngineException(code, message, parameter, null, null);
    }

    /** A full queue; {@code retryAfter} is when a place is expected to be free. */
    public static EngineException busy(String message, Duration retryAfter) {
        return new EngineException(ErrorCode.BUSY, message, null, retryAfter, null);
    }

    /** The same problem in the domain's words. */
    public static EngineException of(AudioException e) {
        return new EngineException(codeOf(e.problem()), e.getMessage(), "file", null, e);
    }

    private static ErrorCode codeOf(AudioException.Problem problem) {
        return switch (problem) {
            case UNREADABLE, EMPTY -> ErrorCode.UNREADABLE_AUDIO;
            case TOO_LONG -> ErrorCode.TOO_LARGE;
            case UNKNOWN_FORMAT, DECODER_MISSING -> ErrorCode.UNSUPPORTED_FORMAT;
            case NOT_NUMBERS -> ErrorCode.BAD_SAMPLES;
            case DECODER_FAILED -> ErrorCode.INTERNAL;
        };
    }

    public ErrorCode code() {
        return code;
    }

    /** The request parameter to blame, where there is one. */
    public Optional<String> parameter() {
        return Optional.ofNullable(parameter);
    }

    /** When to try again, for {@link ErrorCode#BUSY}. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
