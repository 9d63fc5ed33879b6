package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the service answered. */
record Answer(int status, HttpHeaders headers, byte[] body) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    JsonNode json() {
        return json(text());
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + text, e);
        }
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The text of a JSON transcription that must have gone well. */
    String transcript() {
        assertThat(status).as(text()).isEqualTo(200);
        return json().get("text").textValue();
    }

    /** Asserts an error as OpenAI's clients expect it, all four keys, and gives its message. */
    String requireError(int wantedStatus, String type, String code, String param) {
        assertThat(status).as(text()).isEqualTo(wantedStatus);
        assertThat(header("Content-Type")).contains("application/json");
        assertThat(names(json())).containsExactly("error");
        JsonNode error = json().get("error");
        assertThat(names(error)).containsExactly("message", "type", "param", "code");
        assertThat(error.get("type").textValue()).isEqualTo(type);
        assertThat(error.get("code").textValue()).isEqualTo(code);
        assertThat(error.get("param").textValue()).isEqualTo(param);
        return error.get("message").textValue();
    }

    static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The events of a stream, in order. */
    List<JsonNode> events() {
        assertThat(status).as(text()).isEqualTo(200);
        assertThat(header("Content-Type").orElse("")).startsWith("text/event-stream");
        List<JsonNode> events = new ArrayList<>();
        for (String event : text().split("\n\n")) {
            assertThat(event).startsWith("data: ").doesNotContain("\n");
            events.add(json(event.substring("data: ".length())));
        }
        return events;
    }
}
