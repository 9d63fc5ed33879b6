package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Takes the words out of an answer, whatever its format. */
final class Spoken {
    /** By format, the content type it comes with. */
    static final Map<String, String> TYPES = Map.of(
            "json", "application/json",
            "text", "text/plain; charset=utf-8",
            "srt", "application/x-subrip; charset=utf-8",
            "vtt", "text/vtt; charset=utf-8",
            "verbose_json", "application/json");

    static final List<String> FORMATS = List.of("json", "text", "srt", "vtt", "verbose_json");

    private static final String TIMES = "\\d\\d:\\d\\d:\\d\\d[,.]\\d{3} --> \\d\\d:\\d\\d:\\d\\d[,.]\\d{3}";

    private Spoken() {}

    /** The words of a good answer to a clip; of verbose_json those of its segments, which must agree with its text. */
    static String words(Answer answer, String format, Clip clip) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElse("").replace(";charset=UTF-8", "; charset=utf-8"))
                .isEqualTo(TYPES.get(format));
        return switch (format) {
            case "json" -> answer.json().get("text").textValue();
            case "text" -> requireLine(answer.text());
            case "srt" -> cues(answer.text(), clip);
            case "vtt" -> {
                assertThat(answer.text()).startsWith("WEBVTT\n\n");
                yield cues(answer.text().substring("WEBVTT\n\n".length()), clip);
            }
            case "verbose_json" -> verbose(answer.json());
            default -> throw new IllegalArgumentException(format);
        };
    }

    private static String requireLine(String text) {
        assertThat(text).endsWith("\n");
        assertThat(text.strip()).doesNotContain("\n");
        return text.substring(0, text.length() - 1);
    }

    private static String cues(String text, Clip clip) {
        return text.lines()
                .filter(line -> !line.isEmpty() && !line.matches(TIMES) && !line.matches("\\d+"))
                .collect(Collectors.joining(clip.language().equals("zh") ? "" : " "));
    }

    private static String verbose(JsonNode json) {
        StringBuilder words = new StringBuilder();
        int id = 0;
        double end = 0;
        for (JsonNode segment : json.get("segments")) {
            assertThat(segment.get("id").intValue()).isEqualTo(id++);
            assertThat(segment.get("start").doubleValue()).isGreaterThanOrEqualTo(end);
            end = segment.get("end").doubleValue();
            assertThat(end).isGreaterThan(segment.get("start").doubleValue());
            words.append(segment.get("text").textValue());
        }
        assertThat(words.toString().strip()).isEqualTo(json.get("text").textValue());
        return json.get("text").textValue();
    }
}
