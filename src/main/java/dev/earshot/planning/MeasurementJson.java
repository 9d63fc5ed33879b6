package dev.earshot.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.planning.Measurement.Figures;
import dev.earshot.planning.Measurement.Subject;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A measurement as JSON. Trees instead of bound classes: nothing for a native executable to look up by reflection. */
public final class MeasurementJson {
    private static final double NANOS_PER_MS = 1e6;

    private MeasurementJson() {}

    public static ObjectNode write(Measurement it) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", it.at().toString());
        json.put("model", it.model().name());
        json.put("quantization", it.model().quantization());
        json.put("size", it.model().sizeBytes());
        it.model().sha256().ifPresent(hash -> json.put("sha256", hash));
        json.put("board", it.place().board());
        json.put("processors", it.place().processors());
        json.put("library", it.place().library());
        json.put("library_version", it.place().libraryVersion());
        write(it.setting(), json);
        Figures figures = it.figures();
        json.put("latency_ms", milliseconds(figures.latency()));
        json.put("runs", figures.runs());
        json.put("read_again", figures.readAgain());
        json.put("audio_context", figures.audioContext());
        figures.realTimeFactor().ifPresent(factor -> json.put("real_time_factor", Math.round(factor * 1e4) / 1e4));
        json.put("load_ms", milliseconds(figures.load()));
        json.set("heat_before", heat(it.before()));
        json.set("heat_after", heat(it.after()));
        return json;
    }

    public static void write(Setting setting, ObjectNode json) {
        json.put("threads", setting.threads());
        json.put("flash_attention", setting.flashAttention());
        json.put("context", setting.context().word());
    }

    private static double milliseconds(Duration time) {
        return Math.round(time.toNanos() / NANOS_PER_MS * 10) / 10.0;
    }

    private static ObjectNode heat(Heat heat) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        heat.celsius().ifPresent(celsius -> json.put("celsius", celsius));
        heat.throttled().ifPresent(flags -> json.put("throttled", flags));
        return json;
    }

    /** @throws IOException with what is wrong, as the end of a sentence about the file */
    static Measurement read(JsonNode json) throws IOException {
        try {
            return new Measurement(
                    Instant.parse(text(json, "at")),
                    new Subject(
                            text(json, "model"),
                            text(json, "quantization"),
                            (long) number(json, "size"),
                            Optional.ofNullable(json.path("sha256").textValue())),
                    new Place(
                            text(json, "board"),
                            (int) number(json, "processors"),
                            text(json, "library"),
                            text(json, "library_version")),
                    setting(json),
                    figures(json),
                    heat(json.path("heat_before")),
                    heat(json.path("heat_after")));
        } catch (DateTimeException e) {
            throw new IOException("\"at\" is not a time", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Setting setting(JsonNode json) throws IOException {
        JsonNode flash = json.path("flash_attention");
        if (!flash.isBoolean()) {
            throw new IOException("\"flash_attention\" is neither true nor false");
        }
        return new Setting(
                (int) number(json, "threads"),
                flash.booleanValue(),
                Setting.Context.of(text(json, "context"))
                        .orElseThrow(() -> new IOException("\"context\" is neither fitted nor full")));
    }

    private static Figures figures(JsonNode json) throws IOException {
        JsonNode factor = json.path("real_time_factor");
        return new Figures(
                duration(json, "latency_ms"),
                (int) number(json, "runs"),
                (int) number(json, "read_again"),
                (int) number(json, "audio_context"),
                factor.isNumber() ? Optional.of(factor.doubleValue()) : Optional.empty(),
                duration(json, "load_ms"));
    }

    private static Heat heat(JsonNode json) {
        return new Heat(
                json.path("celsius").isNumber()
                        ? Optional.of(json.path("celsius").doubleValue())
                        : Optional.empty(),
                json.path("throttled").isInt()
                        ? Optional.of(json.path("throttled").intValue())
                        : Optional.empty());
    }

    private static Duration duration(JsonNode json, String field) throws IOException {
        return Duration.ofNanos((long) (number(json, field) * NANOS_PER_MS));
    }

    private static String text(JsonNode json, String field) throws IOException {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IOException("\"" + field + "\" is not a text");
        }
        return value.textValue();
    }

    private static double number(JsonNode json, String field) throws IOException {
        JsonNode value = json.path(field);
        if (!value.isNumber() || value.doubleValue() < 0) {
            throw new IOException("\"" + field + "\" is not a number from 0 on");
        }
        return value.doubleValue();
    }
}
