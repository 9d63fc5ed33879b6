package dev.earshot.live.realtime;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.Segment;
import dev.earshot.engine.Token;
import dev.earshot.live.LiveEvent;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Tells a client what its session hears, utterance by utterance, each of which is an item of OpenAI's. Used by one thread. */
final class Conversation {
    private static final String TRANSCRIPTION = "conversation.item.input_audio_transcription.";

    private final String unique = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    private final Consumer<String> client;
    private final boolean beta;
    private final Map<Long, String> told = new HashMap<>();
    private long events;
    private long lastCommitted;
    private String lastItem;

    /** @param beta names items as the beta did */
    Conversation(Consumer<String> client, boolean beta) {
        this.client = client;
        this.beta = beta;
    }

    String sessionId() {
        return "sess_" + unique;
    }

    private String itemId(long utterance) {
        return "item_" + unique + "_" + utterance;
    }

    private ObjectNode event(String type) {
        events++;
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("event_id", "event_" + unique + "_" + events);
    }

    private void tell(ObjectNode event) {
        client.accept(event.toString());
    }

    void session(String type, ObjectNode session) {
        tell(event(type).set("session", session));
    }

    void started(LiveEvent.SpeechStarted started) {
        tell(event("input_audio_buffer.speech_started")
                .put("audio_start_ms", started.startMs())
                .put("item_id", itemId(started.utterance())));
    }

    void stopped(LiveEvent.SpeechStopped stopped) {
        tell(event("input_audio_buffer.speech_stopped")
                .put("audio_end_ms", stopped.endMs())
                .put("item_id", itemId(stopped.utterance())));
    }

    void cleared() {
        told.keySet().removeIf(utterance -> utterance > lastCommitted);
        tell(event("input_audio_buffer.cleared"));
    }

    void committed(LiveEvent.Committed committed) {
        String item = itemId(committed.utterance());
        tell(event("input_audio_buffer.committed")
                .put("previous_item_id", lastItem)
                .put("item_id", item));
        if (beta) {
            item("conversation.item.created", item);
        } else {
            item("conversation.item.added", item);
            item("conversation.item.done", item);
        }
        lastItem = item;
        lastCommitted = committed.utterance();
    }

    private void item(String type, String id) {
        ObjectNode event = event(type).put("previous_item_id", lastItem);
        event.putObject("item")
                .put("id", id)
                .put("object", "realtime.item")
                .put("type", "message")
                .put("status", "completed")
                .put("role", "user")
                .putArray("content")
                .addObject()
                .put("type", "input_audio")
                .putNull("transcript");
        tell(event);
    }

    /** Only what is stable: clients join what they are told. */
    void partial(LiveEvent.Partial partial) {
        delta(partial.utterance(), partial.stable());
    }

    private void delta(long utterance, String text) {
        String before = told.getOrDefault(utterance, "");
        if (text.length() > before.length() && text.startsWith(before)) {
            told.put(utterance, text);
            tell(transcription("delta", utterance).put("delta", text.substring(before.length())));
        }
    }

    private ObjectNode transcription(String what, long utterance) {
        return event(TRANSCRIPTION + what).put("item_id", itemId(utterance)).put("content_index", 0);
    }

    void completed(LiveEvent.Final last, boolean logprobs) {
        delta(last.utterance(), last.text());
        told.remove(last.utterance());
        ObjectNode event = transcription("completed", last.utterance()).put("transcript", last.text());
        event.putObject("usage").put("type", "duration").put("seconds", (last.endMs() - last.startMs()) / 1000.0);
        if (logprobs) {
            ArrayNode list = event.putArray("logprobs");
            for (Segment segment : last.transcript().segments()) {
                segment.tokens().forEach(token -> write(token, list.addObject()));
            }
        }
        tell(event);
    }

    private static void write(Token token, ObjectNode to) {
        to.put("token", token.text()).put("logprob", token.logprob());
        ArrayNode bytes = to.putArray("bytes");
        for (byte one : token.utf8()) {
            bytes.add(Byte.toUnsignedInt(one));
        }
    }

    void failed(long utterance, EngineException reason) {
        told.remove(utterance);
        ObjectNode event = transcription("failed", utterance);
        write(reason, event.putObject("error"));
        tell(event);
    }

    /** @param clientEvent the one to blame, or null */
    void error(EngineException reason, String clientEvent) {
        ObjectNode event = event("error");
        write(reason, event.putObject("error").put("event_id", clientEvent));
        tell(event);
    }

    /** In OpenAI's words, which clients know. */
    void tooShort(long heldMs, String clientEvent) {
        ObjectNode event = event("error");
        event.putObject("error")
                .put("type", "invalid_request_error")
                .put("code", "input_audio_buffer_commit_empty")
                .put(
                        "message",
                        "Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but"
                                + " buffer only has " + heldMs + ".00ms of audio.")
                .putNull("param")
                .put("event_id", clientEvent);
        tell(event);
    }

    private static void write(EngineException reason, ObjectNode to) {
        to.put("type", type(reason.code()))
                .put("code", word(reason.code()))
                .put("message", reason.getMessage())
                .put("param", reason.parameter().orElse(null));
    }

    private static String type(ErrorCode code) {
        return switch (code) {
            case BUSY -> "rate_limit_error";
            case INTERNAL, NOT_READY, DEADLINE, DISK_FULL -> "server_error";
            case UNAUTHORIZED -> "authentication_error";
            case FORBIDDEN -> "permission_error";
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

    private static String word(ErrorCode code) {
        return switch (code) {
            case BAD_REQUEST -> "invalid_value";
            case UNKNOWN_MODEL -> "model_not_found";
            default -> code.name().toLowerCase(Locale.ROOT);
        };
    }
}
