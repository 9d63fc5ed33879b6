package dev.earshot.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error as the caller's dialect writes it.
 *
 * @param status HTTP status
 * @param headers besides the content type
 * @param body JSON
 */
record ErrorAnswer(int status, Map<String, String> headers, String body) {
    static final String MEDIA_TYPE = "application/json";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static ErrorAnswer of(EngineException e, Dialect dialect) {
        Map<String, String> headers = new LinkedHashMap<>();
        e.retryAfter().ifPresent(wait -> headers.put("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))));
        if (e.code() == ErrorCode.DEADLINE) {
            // A client that retries by itself would only make the same request late again.
            headers.put("x-should-retry", "false");
        }
        if (e.code() == ErrorCode.UNAUTHORIZED) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        return new ErrorAnswer(StatusOf.code(e.code()), headers, body(e, dialect));
    }

    /** For errors of the HTTP layer itself. */
    static ErrorAnswer of(int status, String message, Dialect dialect) {
        return new ErrorAnswer(status, Map.of(), body(message, "invalid_request_error", null, null, dialect));
    }

    private static String body(EngineException e, Dialect dialect) {
        return body(message(e), StatusOf.type(e.code()), e.parameter().orElse(null), StatusOf.word(e.code()), dialect);
    }

    private static String body(String message, String type, String parameter, String code, Dialect dialect) {
        ObjectNode json = dialect == Dialect.WHISPER_CPP
                ? MAPPER.createObjectNode().put("error", message)
                : openAi(message, type, parameter, code);
        return json.toString();
    }

    /** What is said of models and libraries has been said to the log, too, with the folders that they lie in. */
    private static String message(EngineException e) {
        return switch (e.code()) {
            case NOT_READY, MODEL_NOT_LOADED, UNKNOWN_MODEL, INTERNAL -> HiddenFolders.in(e.getMessage());
            case BAD_REQUEST,
                    UNREADABLE_AUDIO,
                    UNAUTHORIZED,
                    FORBIDDEN,
                    TOO_LARGE,
                    UNSUPPORTED_FORMAT,
                    BAD_SAMPLES,
                    SET_ASIDE,
                    BUSY,
                    CLIENT_GONE,
                    DEADLINE,
                    DISK_FULL -> e.getMessage();
        };
    }

    /** All four keys are always there: the clients' schema requires them. */
    private static ObjectNode openAi(String message, String type, String parameter, String code) {
        ObjectNode json = MAPPER.createObjectNode();
        json.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", parameter)
                .put("code", code);
        return json;
    }

    /** The body alone, for a stream whose status is already sent. */
    static String event(EngineException e) {
        return body(e, Dialect.OPENAI);
    }
}
