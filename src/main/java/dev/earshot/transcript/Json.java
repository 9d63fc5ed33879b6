package dev.earshot.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.EmptyReason;
import dev.earshot.engine.Transcript;
import java.time.Duration;

/** What all JSON answers share. Trees instead of bound classes: nothing for a native executable to look up by reflection. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    static double seconds(long ms) {
        return ms / 1e3;
    }

    /** Says why there is no text, and how the answer was made where that was asked for; then writes. */
    static String finish(ObjectNode json, Transcript transcript, Details details) {
        transcript.emptyReason().map(EmptyReason::word).ifPresent(reason -> json.put("reason", reason));
        if (!details.provenance().isEmpty()) {
            json.set("x_earshot", MAPPER.<JsonNode>valueToTree(details.provenance()));
        }
        return json.toString();
    }
}
