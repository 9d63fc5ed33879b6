package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers get from a library that tells more than the bundled one. */
@QuarkusTest
@TestProfile(OwnLibraryProfile.class)
class OwnLibraryTest extends ServiceCase {
    private static final byte[] EN1 = Clip.EN1.bytes();
    private static final String TEXT = "languages [de, en, tr] language open";

    private static Form form() {
        return Form.of(EN1);
    }

    private static Form verbose() {
        return form().with("response_format", "verbose_json");
    }

    private static Map<String, String> treatments(JsonNode rows) {
        Map<String, String> treatments = new HashMap<>();
        rows.forEach(row -> treatments.put(
                row.get("parameter").textValue(), row.get("treatment").textValue()));
        return treatments;
    }

    @Test
    void shouldTellInTheCapabilitiesWhatThisLibraryMakesPossible() {
        JsonNode document = api().get("/v1/capabilities").json();

        assertThat(document.get("library").textValue()).isEqualTo("scripted-gpu");
        assertThat(document.get("native_library"))
                .hasToString("{\"variant\":\"scripted-gpu\",\"version\":\"whisper.cpp 1.9.1\","
                        + "\"features\":\"CPU : NEON = 1\",\"devices\":[\"CUDA0\",\"CPU\"],"
                        + "\"note\":\"the GPU is an idea\"}");
        assertThat(document.get("engine"))
                .allSatisfy(can -> assertThat(can.booleanValue()).isTrue());
        assertThat(treatments(document.at("/endpoints").get(Api.TRANSCRIPTIONS)))
                .containsEntry("languages", "honoured")
                .containsEntry("timestamp_granularities", "honoured")
                .containsEntry("include", "honoured")
                .containsEntry("known_speaker_names", "rejected");
        assertThat(treatments(document.at("/endpoints").get(Api.INFERENCE)))
                .containsEntry("token_timestamps", "honoured")
                .containsEntry("no_language_probabilities", "honoured")
                .containsEntry("max_len", "ignored");
    }

    @Test
    void shouldNameTheLibraryInItsReadiness() {
        JsonNode checks = api().get("/q/health/ready").json().get("checks");

        JsonNode data = null;
        for (JsonNode check : checks) {
            data = check.get("name").textValue().equals("model") ? check.get("data") : data;
        }
        assertThat(data).isNotNull();
        assertThat(data.get("library").textValue()).isEqualTo("scripted-gpu");
        assertThat(data.get("library_version").textValue()).isEqualTo("whisper.cpp 1.9.1");
        assertThat(data.get("library_features").textValue()).isEqualTo("CPU : NEON = 1");
        assertThat(data.get("library_note").textValue()).isEqualTo("the GPU is an idea");
        assertThat(data.get("devices").textValue()).isEqualTo("CUDA0, CPU");
    }

    @Test
    void shouldAnswerWithStatisticsTokensAndTheLanguageHeard() {
        JsonNode json = api().transcribe(verbose()).json();

        assertThat(json.get("language").textValue()).isEqualTo("turkish");
        assertThat(json.get("text").textValue()).isEqualTo(TEXT);
        assertThat(json.has("words")).isFalse();
        JsonNode segment = json.at("/segments/1");
        assertThat(Answer.names(segment))
                .containsExactly(
                        "id",
                        "start",
                        "end",
                        "text",
                        "tokens",
                        "temperature",
                        "avg_logprob",
                        "compression_ratio",
                        "no_speech_prob");
        assertThat(segment.get("tokens")).hasToString("[7]");
        assertThat(segment.get("avg_logprob").doubleValue()).isEqualTo(-0.25);
        assertThat(segment.get("no_speech_prob").doubleValue()).isEqualTo(0.125);
    }

    @Test
    void shouldTimeWordsWhereAskedTo() {
        JsonNode json = api().transcribe(verbose().with("timestamp_granularities[]", "word"))
                .json();

        assertThat(json.get("words")).hasSize(4);
        assertThat(json.at("/words/2")).hasToString("{\"word\":\"language\",\"start\":1.0,\"end\":1.4}");
    }

    @Test
    void shouldRefuseWordsAndLogprobsInFormatsThatHaveNoPlaceForThem() {
        assertThat(api().transcribe(form().with("timestamp_granularities[]", "word"))
                        .requireError(400, "invalid_request_error", "invalid_value", "timestamp_granularities"))
                .isEqualTo("'timestamp_granularities' word needs response_format verbose_json, not json.");
        assertThat(api().transcribe(verbose().with("include[]", "logprobs"))
                        .requireError(400, "invalid_request_error", "invalid_value", "include"))
                .isEqualTo("'include' logprobs needs response_format json, not verbose_json.");
        assertThat(api().transcribe(form().with("include[]", "thoughts"))
                        .requireError(400, "invalid_request_error", "invalid_value", "include"))
                .isEqualTo("'include' must be logprobs, not 'thoughts'.");
    }

    @Test
    void shouldListTheTokensWithTheirLogProbabilities() {
        JsonNode json = api().transcribe(form().with("include[]", "logprobs")).json();

        assertThat(json.get("languages")).hasToString("[{\"code\":\"tr\"}]");
        assertThat(json.get("logprobs")).hasSize(2);
        JsonNode token = json.at("/logprobs/1");
        assertThat(token.get("token").textValue()).isEqualTo(" language open");
        assertThat(token.get("logprob").doubleValue()).isEqualTo(-0.5);
        assertThat(token.get("bytes")).hasSize(" language open".length());
        assertThat(token.at("/bytes/0").intValue()).isEqualTo(' ');
    }

    @Test
    void shouldStreamADeltaForEachSegmentWithItsLogProbabilities() {
        List<JsonNode> events = api().transcribe(form().with("stream", "true").with("include[]", "logprobs"))
                .events();

        assertThat(events).hasSize(3);
        assertThat(events.get(0).get("delta").textValue()).isEqualTo("languages [de, en, tr]");
        assertThat(events.get(1).get("delta").textValue()).isEqualTo(" language open");
        assertThat(events.get(1).at("/logprobs/0/logprob").doubleValue()).isEqualTo(-0.5);
        assertThat(events.get(2).get("text").textValue()).isEqualTo(TEXT);
        assertThat(events.get(2).get("logprobs")).hasSize(2);
    }

    @Test
    void shouldAnswerLikeTheServerOfWhisperCpp() {
        JsonNode json =
                api().post(Api.INFERENCE, verbose().with("language", "auto")).json();

        assertThat(Answer.names(json))
                .containsExactly(
                        "task",
                        "language",
                        "duration",
                        "text",
                        "segments",
                        "detected_language",
                        "detected_language_probability",
                        "language_probabilities");
        assertThat(json.get("detected_language").textValue()).isEqualTo("turkish");
        assertThat(json.get("detected_language_probability").doubleValue()).isEqualTo(0.75);
        assertThat(json.get("language_probabilities")).hasToString("{\"tr\":0.75,\"de\":0.25}");
        assertThat(json.at("/segments/1/words/1"))
                .hasToString("{\"word\":\" open\",\"start\":1.4,\"end\":1.9,\"t_dtw\":-1,\"probability\":0.5}");
        assertThat(json.at("/segments/1/no_speech_prob").doubleValue()).isEqualTo(0.125);
    }

    @Test
    void shouldLeaveOutWhatTheCallerOfThatServerDoesNotWant() {
        JsonNode json = api().post(
                        Api.INFERENCE,
                        verbose()
                                .with("language", "auto")
                                .with("token_timestamps", "false")
                                .with("no_language_probabilities", "true"))
                .json();

        assertThat(json.has("detected_language")).isFalse();
        assertThat(json.at("/segments/0/words/0")).hasToString("{\"word\":\" languages\",\"probability\":0.75}");
        assertThat(json.get("language").textValue()).isEqualTo("turkish");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "languages[] | tr,en | languages [tr, en] language open",
                "languages | DE, turkish | languages [de, tr] language open",
                "languages[] | tr | languages [] language tr",
                "language | fr | languages [] language fr"
            })
    void shouldNarrowDownTheLanguagesToChooseFrom(String field, String value, String text) {
        assertThat(api().transcribe(form().with(field, value)).transcript()).isEqualTo(text);
    }

    @Test
    void shouldRefuseLanguagesThatAreNotTheDevices() {
        assertThat(api().transcribe(form().with("languages[]", "de").with("languages[]", "fr"))
                        .requireError(400, "invalid_request_error", "invalid_value", "languages"))
                .isEqualTo("'fr' is not among this device's languages (earshot.languages=de,en,tr); choose among them,"
                        + " or name the one 'language' yourself.");
        assertThat(api().transcribe(form().with("languages[]", "de,klingon"))
                        .requireError(400, "invalid_request_error", "invalid_value", "languages"))
                .isEqualTo("'klingon' is not a language that Whisper knows; use a code such as en or de.");
    }

    @Test
    void shouldLetAGivenLanguageWinOverTheListAndSaySo() {
        Answer answer = api().transcribe(form().with("languages[]", "de").with("language", "fr"));

        assertThat(answer.transcript()).isEqualTo("languages [] language fr");
        assertThat(answer.header("X-Earshot-Ignored")).contains("languages");
    }

    @Test
    void shouldTellWhatContextWasUsedAndCountTheGuard() {
        double guarded = api().metric("earshot_guard_total");
        double windows = api().metric("earshot_audio_context_count");

        JsonNode fitted =
                api().transcribe(form().with("x_earshot", "true")).json().get("x_earshot");
        JsonNode repeated = api().transcribe(form().with("x_earshot", "true").with("prompt", ScriptedLibrary.TRAP))
                .json()
                .get("x_earshot");

        assertThat(fitted.get("audio_context").intValue()).isEqualTo(ScriptedLibrary.FITTED);
        assertThat(fitted.get("guard_fired").intValue()).isZero();
        assertThat(fitted.get("language_probability").doubleValue()).isEqualTo(0.75);
        assertThat(fitted.get("library_version").textValue()).isEqualTo("whisper.cpp 1.9.1");
        assertThat(repeated.get("audio_context").intValue()).isEqualTo(1500);
        assertThat(repeated.get("guard_fired").intValue()).isEqualTo(1);
        assertThat(api().metric("earshot_guard_total")).isEqualTo(guarded + 1);
        assertThat(api().metric("earshot_audio_context_count")).isEqualTo(windows + 2);
    }

    /** What was measured decides, so that it is measured here; the answer itself comes at once. */
    @Test
    void shouldTellWhatWasCutForACallerInAHurry() {
        for (int i = 0; i < 8; i++) {
            api().transcribe(form().with("prompt", ScriptedLibrary.SLOW)).transcript();
        }

        Answer hurried = api().transcribe(form().with("beam_size", "8")
                .with("deadline_ms", "1000")
                .with("x_earshot", "true"));
        Answer text = api().transcribe(form().with("beam_size", "8")
                .with("deadline_ms", "1000")
                .with("x_earshot", "true")
                .with("response_format", "text"));
        Answer ample = api().transcribe(form().with("beam_size", "8")
                .with("deadline_ms", "600000")
                .with("x_earshot", "true"));
        Answer patient = api().transcribe(form().with("beam_size", "8").with("x_earshot", "true"));

        assertThat(hurried.transcript()).isEqualTo(TEXT);
        assertThat(hurried.json().at("/x_earshot/degraded")).hasToString("[\"beam_size\"]");
        assertThat(hurried.header("X-Earshot-Degraded")).contains("beam_size");
        assertThat(text.headers().allValues("X-Earshot-Degraded")).containsExactly("beam_size");
        assertThat(List.of(ample, patient)).allSatisfy(answer -> {
            assertThat(answer.transcript()).isEqualTo(TEXT);
            assertThat(answer.json().get("x_earshot").has("degraded")).isFalse();
            assertThat(answer.header("X-Earshot-Degraded")).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({"0, 1500", "768, 768"})
    void shouldNotFitTheContextWhereTheCallerNamedOne(String asked, int used) {
        Answer answer =
                api().post(Api.INFERENCE, form().with("audio_ctx", asked).with("x_earshot", "true"));

        assertThat(answer.json().at("/x_earshot/audio_context").intValue()).isEqualTo(used);
    }
}
