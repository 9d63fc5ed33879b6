package dev.earshot.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** How a piece of work is written down. */
final class WorkJson {
    /** What was written by somebody else may be any length; so may a model's path. */
    private static final int MOST_CHARACTERS = 200;

    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private WorkJson() {}

    static ObjectNode write(Work work) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("at", work.at().toString())
                .put("kind", work.kind().name().toLowerCase(Locale.ROOT))
                .put("model", cut(work.model()))
                .put("library", cut(work.library()))
                .put("audio_ms", work.audio().toMillis());
        work.modelSha256().ifPresent(hash -> json.put("model_sha256", cut(hash)));
        work.clip().ifPresent(hash -> json.put("clip_sha256", cut(hash)));
        return json;
    }

    static Work read(JsonNode json) throws IOException {
        try {
            return new Work(
                    Instant.parse(json.path("at").asText()),
                    Work.Kind.valueOf(json.path("kind").asText().toUpperCase(Locale.ROOT)),
                    cut(json.path("model").asText()),
                    text(json, "model_sha256"),
                    cut(json.path("library").asText()),
                    text(json, "clip_sha256"),
                    Duration.ofMillis(json.path("audio_ms").asLong()));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException("it holds a note that makes no sense (" + e.getMessage() + ")", e);
        }
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).textValue()).map(WorkJson::cut);
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS);
    }
}
