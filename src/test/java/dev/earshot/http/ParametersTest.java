package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What parameters do. */
@QuarkusTest
class ParametersTest extends ServiceCase {
    private static final byte[] EN1 = Clip.EN1.bytes();
    private static final String CANNOT_TRANSLATE = "The model earshot-demo cannot translate: it was not trained to. Use"
            + " transcriptions, or install a multilingual model other than turbo.";

    @Test
    void shouldTellInJsonHowTheAnswerWasMade() {
        JsonNode extras =
                api().transcribe(Form.of(EN1).with("x_earshot", "true")).json().get("x_earshot");

        assertThat(Answer.names(extras))
                .containsExactly(
                        "model",
                        "model_sha256",
                        "quantization",
                        "library",
                        "library_version",
                        "windows",
                        "windows_without_speech",
                        "skipped_seconds",
                        "audio_context",
                        "guard_fired",
                        "wait_ms",
                        "run_ms",
                        "real_time_factor");
        assertThat(extras.get("model").textValue()).isEqualTo("earshot-demo");
        assertThat(extras.get("windows").intValue()).isEqualTo(1);
        assertThat(extras.get("run_ms").doubleValue()).isPositive();
        assertThat(api().transcribe(Form.of(EN1)).json().has("x_earshot")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "srt", "vtt"})
    void shouldTellInHeadersHowATextWasMade(String format) {
        Answer answer = api().transcribe(Form.of(EN1).with("x_earshot", "true").with("response_format", format));

        assertThat(Spoken.words(answer, format, Clip.EN1)).isEqualTo(Clip.EN1.text());
        assertThat(answer.header("X-Earshot-Model")).contains("earshot-demo");
        assertThat(answer.header("X-Earshot-Quantization")).contains("q8_0");
        assertThat(answer.header("X-Earshot-Windows")).contains("1");
        assertThat(answer.header("X-Earshot-Real-Time-Factor")).isPresent();
        assertThat(answer.header("X-Earshot-Ignored")).isEmpty();
    }

    @Test
    void shouldNameWhatItIgnored() {
        Answer answer = api().transcribe(Form.of(EN1).with("best_effort", "1").with("seed", "7"));

        assertThat(answer.transcript()).isEqualTo(Clip.EN1.text());
        assertThat(answer.header("X-Earshot-Ignored")).contains("best_effort, seed");
    }

    @Test
    void shouldFindTheSameWordsWithBeamSearchAndPrompt() {
        assertThat(api().transcribe(Form.of(EN1).with("beam_size", "4")).transcript())
                .isEqualTo(Clip.EN1.text());
        assertThat(api().transcribe(Form.of(EN1).with("prompt", "weather")).transcript())
                .isEqualTo(Clip.EN1.text());
        assertThat(api().transcribe(Form.of(EN1).with("keywords[]", "weather")).transcript())
                .isEqualTo(Clip.EN1.text());
    }

    @Test
    void shouldTakeATemperature() {
        assertThat(api().transcribe(Form.of(EN1).with("temperature", "0.1")).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"de, german", "DE, german", "German, german", "auto, unknown"})
    void shouldNameTheLanguageAskedFor(String asked, String answered) {
        Clip clip = Clip.named("de3");

        Answer answer =
                api().transcribe(Form.of(clip.bytes()).with("language", asked).with("response_format", "verbose_json"));

        assertThat(answer.transcript()).isEqualTo(clip.text());
        assertThat(answer.json().get("language").textValue()).isEqualTo(answered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whisper-1", "gpt-4o-transcribe", "gpt-4o-mini-transcribe", "earshot-demo"})
    void shouldTakeTheActiveModelsNames(String model) {
        assertThat(api().transcribe(Form.of(Clip.named("silence1").bytes()).with("model", model))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldGiveUpAtTheDeadline() {
        Answer answer = api().transcribe(Form.of(EN1).with("deadline_ms", "1"));

        assertThat(answer.requireError(504, "server_error", "deadline_exceeded", null))
                .isEqualTo("The deadline of 1 ms has passed.");
        assertThat(answer.header("x-should-retry")).contains("false");
    }

    @Test
    void shouldRefuseToTranslateWithAModelThatCannot() {
        Answer openAi = api().post(Api.TRANSLATIONS, Form.of(EN1));
        Answer whisperCpp = api().post(Api.INFERENCE, Form.of(EN1).with("translate", "true"));

        assertThat(openAi.requireError(400, "invalid_request_error", "invalid_value", null))
                .isEqualTo(CANNOT_TRANSLATE);
        assertThat(whisperCpp.status()).isEqualTo(400);
        assertThat(whisperCpp.json().get("error").textValue()).isEqualTo(CANNOT_TRANSLATE);
    }

    @Test
    void shouldListenToAPartOfTheRecordingInTheWordsOfWhisperCpp() {
        byte[] two = Clip.named("en6").bytes();

        assertThat(api().post(Api.INFERENCE, Form.of(two).with("offset_t", "6000"))
                        .transcript())
                .isEqualTo(" turn on the office light\n");
        assertThat(api().post(Api.INFERENCE, Form.of(two).with("duration", "4000"))
                        .transcript())
                .isEqualTo(" window door\n");
    }

    @Test
    void shouldStreamDeltasThatMakeUpTheWholeText() {
        Answer answer = api().transcribe(Form.of(EN1).with("stream", "true"));

        List<JsonNode> events = answer.events();
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(events).hasSize(2);
        assertThat(events.get(0).toString())
                .isEqualTo("{\"type\":\"transcript.text.delta\",\"delta\":\"" + Clip.EN1.text() + "\"}");
        assertThat(events.get(1).toString())
                .isEqualTo("{\"type\":\"transcript.text.done\",\"text\":\"" + Clip.EN1.text()
                        + "\",\"usage\":{\"type\":\"duration\",\"seconds\":3}}");
    }

    @Test
    void shouldStreamOneDeltaASegmentOfALongRecording() {
        List<Clip> clips = new ArrayList<>();
        for (String name : List.of("en1", "en2", "en3", "en4", "en1", "en2", "en3", "en4", "en1", "en2")) {
            clips.add(Clip.named(name));
        }
        byte[] recording = Wav.join(4, clips);
        JsonNode segments = api().transcribe(
                        Form.of(recording).with("language", "en").with("response_format", "verbose_json"))
                .json()
                .get("segments");

        Answer answer = api().transcribe(Form.of(recording)
                .with("language", "en")
                .with("stream", "true")
                .with("x_earshot", "true"));

        List<JsonNode> events = answer.events();
        JsonNode done = events.remove(events.size() - 1);
        assertThat(done.get("type").textValue()).isEqualTo("transcript.text.done");
        assertThat(done.at("/x_earshot/windows").intValue()).isGreaterThan(2);
        assertThat(events)
                .hasSameSizeAs(segments)
                .allSatisfy(event -> assertThat(event.get("type").textValue()).isEqualTo("transcript.text.delta"));
        StringBuilder deltas = new StringBuilder();
        events.forEach(event -> deltas.append(event.get("delta").textValue()));
        assertThat(deltas.toString()).isEqualTo(done.get("text").textValue());
    }

    @Test
    void shouldTellInTheStreamThatTheDeadlinePassed() {
        Answer answer = api().transcribe(Form.of(EN1).with("stream", "true").with("deadline_ms", "1"));

        List<JsonNode> events = answer.events();
        assertThat(events).hasSize(1);
        assertThat(events.get(0).at("/error/code").textValue()).isEqualTo("deadline_exceeded");
    }

    @Test
    void shouldAnswerWithAStatusWhereAStreamIsImpossibleFromTheStart() {
        Answer answer = api().transcribe(Form.of(EN1).with("stream", "true").with("model", "none-such"));

        answer.requireError(404, "invalid_request_error", "model_not_found", "model");
    }
}
