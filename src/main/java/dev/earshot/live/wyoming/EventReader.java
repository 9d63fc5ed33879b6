package dev.earshot.live.wyoming;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Makes events of bytes that come in pieces, cut anywhere. A client may announce any length; memory is spent only on what has
 * come, and no more is taken than events need. After a failure it is not known where the next event begins, so there is none.
 * Used by one thread at a time.
 */
final class EventReader {
    static final int MOST_LINE = 64 * 1024;
    static final int MOST_DATA = 64 * 1024;

    /** Half a minute of what satellites send, which is 16 kHz; they send pieces of some hundredths of a second. */
    static final int MOST_PAYLOAD = 1024 * 1024;

    private enum Part {
        LINE,
        DATA,
        PAYLOAD
    }

    private final Consumer<WyomingEvent> events;
    private ByteArrayOutputStream held = new ByteArrayOutputStream();
    private Part part = Part.LINE;
    private int dataLength;
    private int payloadLength;
    private String type;
    private ObjectNode data;

    EventReader(Consumer<WyomingEvent> events) {
        this.events = events;
    }

    /** @throws EngineException if this is not the protocol, or an event is too large, in words for the client */
    void feed(byte[] bytes) {
        for (int at = 0; at < bytes.length; ) {
            at = part == Part.LINE ? line(bytes, at) : block(bytes, at);
        }
    }

    private int line(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        if (held.size() + end - from > MOST_LINE) {
            throw tooLarge("The line of an event", "bytes", MOST_LINE);
        }
        held.write(bytes, from, end - from);
        if (end == bytes.length) {
            return end;
        }
        header(taken());
        return end + 1;
    }

    private byte[] taken() {
        byte[] all = held.toByteArray();
        held = new ByteArrayOutputStream();
        return all;
    }

    private void header(byte[] bytes) {
        ObjectNode header = object(bytes, "The line of an event");
        JsonNode name = header.get("type");
        if (name == null || !name.isTextual()) {
            throw bad("The line of an event must have a 'type', a text.");
        }
        type = name.textValue();
        data = WyomingEvent.JSON.createObjectNode();
        JsonNode inside = header.get("data");
        if (inside instanceof ObjectNode object) {
            data = object;
        } else if (inside != null && !inside.isNull()) {
            throw bad("'data' must be an object.");
        }
        dataLength = length(header, "data_length", MOST_DATA);
        payloadLength = length(header, "payload_length", MOST_PAYLOAD);
        go(dataLength > 0 ? Part.DATA : Part.PAYLOAD);
    }

    private static int length(ObjectNode header, String name, int most) {
        JsonNode value = header.get(name);
        if (value == null || value.isNull()) {
            return 0;
        }
        if (!value.isIntegralNumber() || value.bigIntegerValue().signum() < 0) {
            throw bad("'" + name + "' must be a whole number of bytes, 0 or more.");
        }
        if (!value.canConvertToInt() || value.intValue() > most) {
            throw tooLarge("'" + name + "'", "bytes", most);
        }
        return value.intValue();
    }

    private int block(byte[] bytes, int from) {
        int length = part == Part.DATA ? dataLength : payloadLength;
        int count = Math.min(length - held.size(), bytes.length - from);
        held.write(bytes, from, count);
        if (held.size() == length) {
            if (part == Part.DATA) {
                data.setAll(object(taken(), "The data of an event"));
                go(Part.PAYLOAD);
            } else {
                complete();
            }
        }
        return from + count;
    }

    private void go(Part next) {
        part = next;
        if (part == Part.PAYLOAD && payloadLength == 0) {
            complete();
        }
    }

    private void complete() {
        part = Part.LINE;
        events.accept(new WyomingEvent(type, data, taken()));
    }

    private static ObjectNode object(byte[] bytes, String what) {
        try {
            if (WyomingEvent.JSON.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException e) {
            // Not its message, which quotes what came.
        }
        throw bad(what + " must be a JSON object; this is not how Wyoming is spoken.");
    }

    private static EngineException bad(String message) {
        return new EngineException(ErrorCode.BAD_REQUEST, message);
    }

    private static EngineException tooLarge(String what, String unit, int most) {
        return new EngineException(ErrorCode.TOO_LARGE, what + " must be at most " + most + " " + unit + ".");
    }
}
