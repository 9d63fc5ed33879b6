package dev.earshot.http;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.model.ModelException;

/** The store's problems in the domain's words. */
final class StoreErrors {
    private StoreErrors() {}

    static EngineException of(ModelException e) {
        return new EngineException(code(e.problem()), e.getMessage(), e);
    }

    private static ErrorCode code(ModelException.Problem problem) {
        return switch (problem) {
            case NOT_FOUND -> ErrorCode.UNKNOWN_MODEL;
            case REFUSED -> ErrorCode.BAD_REQUEST;
            case NOT_A_MODEL, DAMAGED, UNSUPPORTED, NO_MEMORY -> ErrorCode.MODEL_NOT_LOADED;
            case UNTRUSTED -> ErrorCode.FORBIDDEN;
            case NO_ROOM -> ErrorCode.DISK_FULL;
            case BUSY, NOT_FETCHED -> ErrorCode.NOT_READY;
            case UNREADABLE, UNPACK_FAILED, NOT_WRITTEN -> ErrorCode.INTERNAL;
        };
    }
}
