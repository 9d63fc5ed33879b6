package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every shipped clip once, in the formats by turns, and one clip in every format of both dialects to the last byte. */
@QuarkusTest
class ClipsTest extends ServiceCase {
    static Stream<Arguments> clipsAndFormats() {
        List<Clip> clips = Clip.all();
        return IntStream.range(0, clips.size())
                .mapToObj(i -> Arguments.of(clips.get(i).name(), Spoken.FORMATS.get(i % Spoken.FORMATS.size())));
    }

    @ParameterizedTest
    @MethodSource("clipsAndFormats")
    void shouldWriteDownEveryClipWordForWord(String name, String format) {
        Clip clip = Clip.named(name);

        Answer answer = api().transcribe(Form.of(clip.bytes()).with("response_format", format));

        assertThat(Spoken.words(answer, format, clip)).isEqualTo(clip.text());
        assertThat(answer.header("X-Earshot-Reason").isPresent()).isEqualTo(!clip.isSpeech());
    }

    /** Only libraries of our own give these, and their digits depend on the processor. */
    private static String withoutStatistics(Answer answer, String format) {
        if (!format.equals("verbose_json")) {
            return answer.text();
        }
        JsonNode json = answer.json();
        json.get("segments")
                .forEach(segment -> ((ObjectNode) segment)
                        .remove(List.of(
                                "tokens",
                                "words",
                                "temperature",
                                "avg_logprob",
                                "compression_ratio",
                                "no_speech_prob")));
        return json.toString();
    }

    /** So that a suite which was meant for one library never passes on the other. */
    @Test
    void shouldRunOnTheLibraryThatIsTested() {
        JsonNode capabilities = api().get("/v1/capabilities").json();
        boolean bundled = System.getProperty("tests.library", "own").equals("bundled");

        assertThat(capabilities.get("library").textValue()).startsWith(bundled ? "stock-linux-" : "linux-");
        assertThat(capabilities.at("/native_library/version").textValue())
                .isEqualTo(bundled ? "whisper.cpp via whisper-jni 1.7.1" : "whisper.cpp 1.9.1");
    }

    /** Both dialects, byte for byte; see the files for what they look like. */
    @ParameterizedTest
    @ValueSource(strings = {"json", "text", "srt", "vtt", "verbose_json"})
    void shouldAnswerAsTheGoldenFilesShow(String format) {
        Clip clip = Clip.named("en6");

        Form form = Form.of(clip.bytes()).with("response_format", format).with("language", "en");
        Answer openAi = api().transcribe(form);
        Answer whisperCpp = api().post(Api.INFERENCE, Form.of(clip.bytes()).with("response_format", format));

        boolean own = api().get("/v1/capabilities")
                .json()
                .at("/engine/segment_statistics")
                .booleanValue();
        assertThat(withoutStatistics(openAi, format)).isEqualTo(Golden.text("openai-en6-" + format, own));
        assertThat(withoutStatistics(whisperCpp, format)).isEqualTo(Golden.text("inference-en6-" + format, own));
        assertThat(whisperCpp.header("Content-Type")).isEqualTo(openAi.header("Content-Type"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"silence1", "noise1"})
    void shouldSayWhyThereIsNoText(String name) {
        byte[] nothing = Clip.named(name).bytes();

        Answer json = api().transcribe(Form.of(nothing));
        Answer text = api().transcribe(Form.of(nothing).with("response_format", "text"));
        Answer inference = api().post(Api.INFERENCE, Form.of(nothing));

        assertThat(json.transcript()).isEmpty();
        assertThat(json.json().get("reason").textValue()).isEqualTo("no_speech");
        assertThat(text.text()).isEqualTo("\n");
        assertThat(text.header("X-Earshot-Reason")).contains("no_speech");
        assertThat(inference.text()).isEqualTo("{\"text\":\"\",\"reason\":\"no_speech\"}");
    }

    @Test
    void shouldTellThatItIsReady() {
        Answer health = api().get("/health");

        assertThat(health.status()).isEqualTo(200);
        assertThat(health.text()).isEqualTo("{\"status\":\"ok\"}");
        for (String probe : List.of("/q/health", "/q/health/started", "/q/health/live", "/q/health/ready")) {
            assertThat(api().get(probe).json().get("status").textValue())
                    .as(probe)
                    .isEqualTo("UP");
        }
    }

    @Test
    void shouldListLoadedAndInstalledModels() {
        Answer models = api().get("/v1/models");

        assertThat(models.status()).isEqualTo(200);
        assertThat(models.json().get("object").textValue()).isEqualTo("list");
        assertThat(models.json().get("data").findValuesAsText("id"))
                .containsExactly("earshot-demo", ServiceFolders.OTHER_MODEL);
        assertThat(models.json().get("data").findValuesAsText("loaded")).containsExactly("true", "false");
        assertThat(models.json().at("/data/0/notice").textValue()).startsWith("This is the demo model");
        models.json().get("data").forEach(model -> {
            assertThat(model.get("object").textValue()).isEqualTo("model");
            assertThat(model.get("created").isIntegralNumber()).isTrue();
            assertThat(model.get("owned_by").textValue()).isEqualTo("earshot");
        });
    }

    @Test
    void shouldDescribeOneModelUnderTheNameAskedFor() {
        Answer own = api().get("/v1/models/earshot-demo");
        Answer alias = api().get("/v1/models/whisper-1");
        Answer unknown = api().get("/v1/models/whisper-9");

        assertThat(own.json().get("id").textValue()).isEqualTo("earshot-demo");
        assertThat(own.json().get("quantization").textValue()).isEqualTo("q8_0");
        assertThat(own.json().get("sha256").textValue()).hasSize(64);
        assertThat(alias.json().get("id").textValue()).isEqualTo("whisper-1");
        assertThat(alias.json().get("loaded").booleanValue()).isTrue();
        assertThat(unknown.requireError(404, "invalid_request_error", "model_not_found", "model"))
                .isEqualTo("There is no model 'whisper-9'. GET /v1/models lists those there are.");
    }
}
