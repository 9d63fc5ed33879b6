package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.engine.Segment;
import dev.earshot.engine.Task;
import dev.earshot.engine.Transcript;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FormatTest {
    private static final Transcript.Cost COST =
            new Transcript.Cost(2, 0, Duration.ZERO, Duration.ofMillis(3), Duration.ofMillis(1500));

    private static final Transcript TWO_SEGMENTS = new Transcript(
            Task.TRANSCRIBE,
            Optional.of("de"),
            Duration.ofMillis(3_725_250),
            List.of(new Segment(720, 2090, " Probe \"vier\" --> 七 😢"), new Segment(3_723_004, 3_725_000, " ist weiß")),
            COST);

    private static final Transcript SILENCE =
            new Transcript(Task.TRANSCRIBE, Optional.empty(), Duration.ofMillis(4120), List.of(), COST);

    private static String golden(String name) throws IOException {
        try (InputStream in = FormatTest.class.getResourceAsStream("/transcript/" + name)) {
            assertThat(in).as("golden file " + name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void shouldRenderTheGoldenFileInOpenAisWords(Format format) throws IOException {
        assertThat(format.renderOpenAi(TWO_SEGMENTS, Map.of())).isEqualTo(golden("openai." + format.word()));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void shouldRenderTheGoldenFileInWhisperCppsWords(Format format) throws IOException {
        assertThat(format.renderWhisperCpp(TWO_SEGMENTS, Map.of())).isEqualTo(golden("whispercpp." + format.word()));
    }

    @Test
    void shouldSayWhyThereIsNoTextAndInventNothing() {
        assertThat(Format.JSON.renderOpenAi(SILENCE, Map.of()))
                .isEqualTo("{\"text\":\"\",\"usage\":{\"type\":\"duration\",\"seconds\":5},\"reason\":\"no_speech\"}");
        assertThat(Format.VERBOSE_JSON.renderOpenAi(SILENCE, Map.of()))
                .contains("\"language\":\"unknown\"", "\"segments\":[]", "\"reason\":\"no_speech\"");
        assertThat(Format.JSON.renderWhisperCpp(SILENCE, Map.of()))
                .isEqualTo("{\"text\":\"\",\"reason\":\"no_speech\"}");
        assertThat(Format.SRT.renderOpenAi(SILENCE, Map.of())).isEmpty();
        assertThat(Format.VTT.renderOpenAi(SILENCE, Map.of())).isEqualTo("WEBVTT\n\n");
        assertThat(Format.TEXT.renderOpenAi(SILENCE, Map.of())).isEqualTo("\n");
    }

    @Test
    void shouldAddExtrasToJsonOnly() {
        Map<String, Object> extras = new LinkedHashMap<>();
        extras.put("model", "tiny");
        extras.put("run_ms", 12.5);

        assertThat(Format.JSON.renderOpenAi(TWO_SEGMENTS, extras))
                .endsWith(",\"x_earshot\":{\"model\":\"tiny\",\"run_ms\":12.5}}");
        assertThat(Format.SRT.renderOpenAi(TWO_SEGMENTS, extras)).doesNotContain("tiny");
    }

    @Test
    void shouldStreamDeltasThatJoinToTheWholeText() {
        List<Segment> segments = TWO_SEGMENTS.segments();

        String first = OpenAiJson.delta(segments.subList(0, 1), true);
        String second = OpenAiJson.delta(segments.subList(1, 2), false);

        assertThat(first).isEqualTo("{\"type\":\"transcript.text.delta\",\"delta\":\"Probe \\\"vier\\\" --> 七 😢\"}");
        assertThat(second).isEqualTo("{\"type\":\"transcript.text.delta\",\"delta\":\" ist weiß\"}");
        assertThat(OpenAiJson.delta(List.of(), true)).isEmpty();
        assertThat(OpenAiJson.done(TWO_SEGMENTS, Map.of()))
                .startsWith("{\"type\":\"transcript.text.done\",\"text\":\"Probe \\\"vier\\\" --> 七 😢 ist weiß\"");
    }
}
