package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.engine.DetectedLanguage;
import dev.earshot.engine.Segment;
import dev.earshot.engine.SegmentStatistics;
import dev.earshot.engine.Task;
import dev.earshot.engine.Token;
import dev.earshot.engine.Transcript;
import dev.earshot.engine.Word;
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
            new Transcript.Cost(2, 0, Duration.ZERO, Duration.ofMillis(3), Duration.ofMillis(1500), 1500, 0, List.of());

    private static final Transcript TWO_SEGMENTS = new Transcript(
            Task.TRANSCRIBE,
            Optional.of("de"),
            Optional.empty(),
            Duration.ofMillis(3_725_250),
            List.of(new Segment(720, 2090, " Probe \"vier\" --> 七 😢"), new Segment(3_723_004, 3_725_000, " ist weiß")),
            COST);

    private static final Transcript SILENCE = new Transcript(
            Task.TRANSCRIBE, Optional.empty(), Optional.empty(), Duration.ofMillis(4120), List.of(), COST);

    /** All that a library can tell; the last character is cut by its tokens. */
    private static final Transcript TOLD = new Transcript(
            Task.TRANSCRIBE,
            Optional.of("de"),
            Optional.of(new DetectedLanguage("de", told("de", 0.75, "nl", 0.2, "fr", 0.001))),
            Duration.ofMillis(4120),
            List.of(new Segment(
                    500,
                    2000,
                    " Zwei 七",
                    Optional.of(new SegmentStatistics(-0.25, 0.01, 0.75, 0)),
                    List.of(
                            token(11, -0.125, ' ', 'Z', 'w', 'e', 'i'),
                            token(12, -0.5, ' ', 0xe4, 0xb8),
                            token(13, -0.0625, 0x83)),
                    List.of(new Word(500, 1000, " Zwei", 0.875), new Word(1000, 2000, " 七", 0.5)))),
            COST);

    private static Map<String, Double> told(String a, double x, String b, double y, String c, double z) {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        probabilities.put(a, x);
        probabilities.put(b, y);
        probabilities.put(c, z);
        return probabilities;
    }

    private static Token token(int id, double logprob, int... bytes) {
        byte[] utf8 = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            utf8[i] = (byte) bytes[i];
        }
        return new Token(id, utf8, logprob);
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = FormatTest.class.getResourceAsStream("/transcript/" + name)) {
            assertThat(in).as("golden file " + name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void shouldRenderTheGoldenFileInOpenAisWords(Format format) throws IOException {
        assertThat(format.renderOpenAi(TWO_SEGMENTS, Details.NONE)).isEqualTo(golden("openai." + format.word()));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void shouldRenderTheGoldenFileInWhisperCppsWords(Format format) throws IOException {
        assertThat(format.renderWhisperCpp(TWO_SEGMENTS, Details.NONE))
                .isEqualTo(golden("whispercpp." + format.word()));
    }

    @Test
    void shouldSayWhyThereIsNoTextAndInventNothing() {
        assertThat(Format.JSON.renderOpenAi(SILENCE, Details.NONE))
                .isEqualTo("{\"text\":\"\",\"usage\":{\"type\":\"duration\",\"seconds\":5},\"reason\":\"no_speech\"}");
        assertThat(Format.VERBOSE_JSON.renderOpenAi(SILENCE, Details.NONE))
                .contains("\"language\":\"unknown\"", "\"segments\":[]", "\"reason\":\"no_speech\"");
        assertThat(Format.JSON.renderWhisperCpp(SILENCE, Details.NONE))
                .isEqualTo("{\"text\":\"\",\"reason\":\"no_speech\"}");
        assertThat(Format.SRT.renderOpenAi(SILENCE, Details.NONE)).isEmpty();
        assertThat(Format.VTT.renderOpenAi(SILENCE, Details.NONE)).isEqualTo("WEBVTT\n\n");
        assertThat(Format.TEXT.renderOpenAi(SILENCE, Details.NONE)).isEqualTo("\n");
    }

    @Test
    void shouldAddExtrasToJsonOnly() {
        Map<String, Object> extras = new LinkedHashMap<>();
        extras.put("model", "tiny");
        extras.put("run_ms", 12.5);

        assertThat(Format.JSON.renderOpenAi(TWO_SEGMENTS, Details.NONE.withProvenance(extras)))
                .endsWith(",\"x_earshot\":{\"model\":\"tiny\",\"run_ms\":12.5}}");
        assertThat(Format.SRT.renderOpenAi(TWO_SEGMENTS, Details.NONE.withProvenance(extras)))
                .doesNotContain("tiny");
    }

    @Test
    void shouldStreamDeltasThatJoinToTheWholeText() {
        List<Segment> segments = TWO_SEGMENTS.segments();

        String first = OpenAiJson.delta(segments.get(0), true, Details.NONE);
        String second = OpenAiJson.delta(segments.get(1), false, Details.NONE);

        assertThat(first).isEqualTo("{\"type\":\"transcript.text.delta\",\"delta\":\"Probe \\\"vier\\\" --> 七 😢\"}");
        assertThat(second).isEqualTo("{\"type\":\"transcript.text.delta\",\"delta\":\" ist weiß\"}");
        assertThat(OpenAiJson.delta(new Segment(0, 1, " "), true, Details.NONE)).isEmpty();
        assertThat(OpenAiJson.done(TWO_SEGMENTS, Details.NONE))
                .startsWith("{\"type\":\"transcript.text.done\",\"text\":\"Probe \\\"vier\\\" --> 七 😢 ist weiß\"");
    }

    @Test
    void shouldRenderAllThatTheLibraryToldInOpenAisWords() {
        Details details = new Details(true, false, true, Map.of());

        assertThat(Format.VERBOSE_JSON.renderOpenAi(TOLD, details)).isEqualTo("""
                {"task":"transcribe","language":"german","duration":4.12,"text":"Zwei 七","segments":[{"id":0,\
                "start":0.5,"end":2.0,"text":" Zwei 七","tokens":[11,12,13],"temperature":0.0,"avg_logprob":-0.25,\
                "compression_ratio":0.75,"no_speech_prob":0.01}],"words":[{"word":"Zwei","start":0.5,"end":1.0},\
                {"word":"七","start":1.0,"end":2.0}],"usage":{"type":"duration","seconds":5}}""");
    }

    @Test
    void shouldRenderAllThatTheLibraryToldInWhisperCppsWords() {
        Details details = new Details(true, false, true, Map.of());

        assertThat(Format.VERBOSE_JSON.renderWhisperCpp(TOLD, details)).isEqualTo("""
                {"task":"transcribe","language":"german","duration":4.12,"text":" Zwei 七\\n","segments":[{"id":0,\
                "text":" Zwei 七","start":0.5,"end":2.0,"tokens":[11,12,13],"words":[{"word":" Zwei","start":0.5,\
                "end":1.0,"t_dtw":-1,"probability":0.875},{"word":" 七","start":1.0,"end":2.0,"t_dtw":-1,\
                "probability":0.5}],"temperature":0.0,"avg_logprob":-0.25,"no_speech_prob":0.01}],\
                "detected_language":"german","detected_language_probability":0.75,\
                "language_probabilities":{"de":0.75,"nl":0.2}}""");
    }

    @Test
    void shouldLeaveOutTimesAndProbabilitiesThatWereNotAskedForInWhisperCppsWords() {
        String text = Format.VERBOSE_JSON.renderWhisperCpp(TOLD, new Details(false, false, false, Map.of()));

        assertThat(text)
                .contains("\"words\":[{\"word\":\" Zwei\",\"probability\":0.875},")
                .doesNotContain("detected_language", "language_probabilities", "t_dtw");
    }

    @Test
    void shouldListTokensWithTheirBytesWhereLogprobsAreAskedFor() {
        Details details = new Details(false, true, true, Map.of());
        String logprobs = """
                "logprobs":[{"token":" Zwei","logprob":-0.125,"bytes":[32,90,119,101,105]},\
                {"token":" \ufffd","logprob":-0.5,"bytes":[32,228,184]},\
                {"token":"\ufffd","logprob":-0.0625,"bytes":[131]}]""";

        assertThat(Format.JSON.renderOpenAi(TOLD, details))
                .isEqualTo("{\"text\":\"Zwei 七\",\"languages\":[{\"code\":\"de\"}]," + logprobs
                        + ",\"usage\":{\"type\":\"duration\",\"seconds\":5}}");
        assertThat(OpenAiJson.delta(TOLD.segments().get(0), true, details))
                .isEqualTo("{\"type\":\"transcript.text.delta\",\"delta\":\"Zwei 七\"," + logprobs + "}");
        assertThat(OpenAiJson.done(TOLD, details)).contains(logprobs);
        assertThat(OpenAiJson.done(TOLD, Details.NONE)).doesNotContain("logprobs");
    }
}
