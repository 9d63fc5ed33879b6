package dev.earshot.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the JSON objects of clients; what is wrong is said with its name and what would be right. What is null counts as absent. */
public final class Fields {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode json;
    private final String path;

    private Fields(JsonNode json, String path) {
        this.json = json;
        this.path = path;
    }

    /** @throws EngineException if it is not one JSON object */
    public static Fields of(String message) {
        JsonNode json;
        try {
            json = JSON.readTree(message);
        } catch (JsonProcessingException e) {
            throw EngineException.badParameter("message", "The message is not JSON: '" + shown(message) + "'.");
        }
        if (json == null || !json.isObject()) {
            throw EngineException.badParameter(
                    "message", "The message must be a JSON object, not '" + shown(message) + "'.");
        }
        return new Fields(json, "");
    }

    /** Whether the field is there, if only as null. */
    public boolean names(String name) {
        return json.has(name);
    }

    /** The field as it came. */
    public JsonNode raw(String name) {
        return json.path(name);
    }

    public Optional<String> text(String name) {
        return value(name).map(value -> {
            if (!value.isTextual()) {
                throw wrong(name, "must be text", value);
            }
            return value.textValue();
        });
    }

    /** A list of texts, or one text. */
    public Optional<List<String>> texts(String name) {
        return value(name).map(value -> {
            List<String> texts = new ArrayList<>();
            for (JsonNode element : value.isArray() ? value : List.of(value)) {
                if (!element.isTextual()) {
                    throw wrong(name, "must be a list of texts", value);
                }
                texts.add(element.textValue());
            }
            return texts;
        });
    }

    public Optional<Boolean> flag(String name) {
        return value(name).map(value -> {
            if (!value.isBoolean()) {
                throw wrong(name, "must be true or false", value);
            }
            return value.booleanValue();
        });
    }

    public Optional<Double> number(String name) {
        return value(name).map(value -> {
            if (!value.isNumber()) {
                throw wrong(name, "must be a number", value);
            }
            return value.doubleValue();
        });
    }

    public Optional<Integer> integer(String name) {
        return value(name).map(value -> {
            // 8000.0 is one, too; some clients know floating point numbers only.
            if (!value.isNumber() || value.doubleValue() != value.intValue()) {
                throw wrong(name, "must be a whole number", value);
            }
            return value.intValue();
        });
    }

    public Optional<Fields> object(String name) {
        return value(name).map(value -> {
            if (!value.isObject()) {
                throw wrong(name, "must be an object", value);
            }
            return new Fields(value, at(name) + ".");
        });
    }

    private Optional<JsonNode> value(String name) {
        return Optional.ofNullable(json.get(name)).filter(value -> !value.isNull());
    }

    /** The field's name with those around it. */
    public String at(String name) {
        return path + name;
    }

    private EngineException wrong(String name, String wanted, JsonNode value) {
        return EngineException.badParameter(
                at(name), "'" + at(name) + "' " + wanted + ", not '" + shown(value.toString()) + "'.");
    }

    /** A value in a message: bounded, and without what could break a line. */
    public static String shown(String value) {
        String start = value.length() <= 40 ? value : value.substring(0, 40) + "...";
        return start.replaceAll("\\p{Cntrl}", " ");
    }
}
