package dev.earshot.http;

import dev.earshot.engine.ErrorCode;

/** Which HTTP status a code has, and what OpenAI's clients are told about its kind. */
final class StatusOf {
    private StatusOf() {}

    static int code(ErrorCode code) {
        return switch (code) {
            case BAD_REQUEST, UNREADABLE_AUDIO -> 400;
            case UNAUTHORIZED -> 401;
            case FORBIDDEN -> 403;
            case UNKNOWN_MODEL -> 404;
            case MODEL_NOT_LOADED -> 409;
            case TOO_LARGE -> 413;
            case UNSUPPORTED_FORMAT -> 415;
            case BAD_SAMPLES, SET_ASIDE -> 422;
            case BUSY -> 429;
            case CLIENT_GONE -> 499;
            case INTERNAL -> 500;
            case NOT_READY -> 503;
            case DEADLINE -> 504;
            case DISK_FULL -> 507;
        };
    }

    /** The word in {@code error.code}. */
    static String word(ErrorCode code) {
        return switch (code) {
            case BAD_REQUEST -> "invalid_value";
            case UNREADABLE_AUDIO -> "unreadable_audio";
            case UNAUTHORIZED -> "invalid_api_key";
            case FORBIDDEN -> "forbidden";
            case UNKNOWN_MODEL -> "model_not_found";
            case MODEL_NOT_LOADED -> "model_not_loaded";
            case TOO_LARGE -> "too_large";
            case UNSUPPORTED_FORMAT -> "unsupported_format";
            case BAD_SAMPLES -> "bad_samples";
            case SET_ASIDE -> "set_aside";
            case BUSY -> "queue_full";
            case CLIENT_GONE -> "client_gone";
            case INTERNAL -> "internal_error";
            case NOT_READY -> "not_ready";
            case DEADLINE -> "deadline_exceeded";
            case DISK_FULL -> "disk_full";
        };
    }

    /** The word in {@code error.type}. */
    static String type(ErrorCode code) {
        return switch (code) {
            case UNAUTHORIZED -> "authentication_error";
            case FORBIDDEN -> "permission_error";
            case BUSY -> "rate_limit_error";
            case INTERNAL, NOT_READY, DEADLINE, DISK_FULL -> "server_error";
            case BAD_REQUEST,
                    UNREADABLE_AUDIO,
                    UNKNOWN_MODEL,
                    MODEL_NOT_LOADED,
                    TOO_LARGE,
                    UNSUPPORTED_FORMAT,
                    BAD_SAMPLES,
                    SET_ASIDE,
                    CLIENT_GONE -> "invalid_request_error";
        };
    }
}
