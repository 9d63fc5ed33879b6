package dev.earshot.live.wyoming;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * One event of the protocol.
 *
 * @param type its name
 * @param data what is told about it; empty where there is nothing
 * @param payload samples, mostly none
 */
record WyomingEvent(String type, ObjectNode data, byte[] payload) {
    static final JsonMapper JSON = JsonMapper.builder().build();

    /** Of the protocol's reference library, whose events these are. */
    private static final String VERSION = "1.8.0";

    private static final byte[] NOTHING = {};

    static WyomingEvent of(String type) {
        return new WyomingEvent(type, JSON.createObjectNode(), NOTHING);
    }

    static WyomingEvent of(String type, ObjectNode data) {
        return new WyomingEvent(type, data, NOTHING);
    }

    /** One with nothing but a text. */
    static WyomingEvent text(String type, String text) {
        return of(type, JSON.createObjectNode().put("text", text));
    }

    /** A value of the data; empty where it is missing, null or no text. */
    Optional<String> string(String name) {
        return Optional.ofNullable(data.get(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /** As it goes over the wire: a line, the data, the payload. */
    Buffer bytes() {
        try {
            ObjectNode line = JSON.createObjectNode().put("type", type).put("version", VERSION);
            byte[] block = data.isEmpty() ? NOTHING : JSON.writeValueAsBytes(data);
            if (block.length > 0) {
                line.put("data_length", block.length);
            }
            if (payload.length > 0) {
                line.put("payload_length", payload.length);
            }
            return Buffer.buffer(JSON.writeValueAsBytes(line))
                    .appendByte((byte) '\n')
                    .appendBytes(block)
                    .appendBytes(payload);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
