package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The capability document is true: each parameter that it lists is sent and gets the treatment that is promised. */
@QuarkusTest
class CapabilitiesTest extends ServiceCase {
    /** A clip that the speech gate answers, so that a request costs milliseconds. */
    private static final byte[] SILENCE = Clip.named("silence1").bytes();

    private static final String NOTHING_WRONG = null;

    /** A good value and a wrong one, by parameter. */
    private record Values(String good, String wrong) {}

    private static final Map<String, Values> VALUES = values();

    private static Map<String, Values> values() {
        Map<String, Values> values = new HashMap<>();
        values.put("model", new Values("whisper-1", "none-such"));
        values.put("prompt", new Values("weather", "x".repeat(4001)));
        values.put("response_format", new Values("verbose_json", "diarized_json"));
        values.put("temperature", new Values("0.2", "1.5"));
        values.put("deadline_ms", new Values("600000", "0"));
        values.put("beam_size", new Values("2", "9"));
        values.put("x_earshot", new Values("true", "maybe"));
        values.put("language", new Values("en", "klingon"));
        values.put("languages", new Values("en", "klingon"));
        values.put("keywords", new Values("weather", "x".repeat(4001)));
        values.put("timestamp_granularities", new Values("segment", "word"));
        values.put("include", new Values("logprobs", "all"));
        values.put("token_timestamps", new Values("true", "perhaps"));
        values.put("no_language_probabilities", new Values("true", "perhaps"));
        values.put("stream", new Values("false", "perhaps"));
        values.put("chunking_strategy", new Values("auto", NOTHING_WRONG));
        values.put("translate", new Values("false", "perhaps"));
        values.put("temperature_inc", new Values("0.1", "0.01"));
        values.put("best_of", new Values("1", "many"));
        values.put("entropy_thold", new Values("2.4", "NaN"));
        values.put("logprob_thold", new Values("-1", "low"));
        values.put("no_speech_thold", new Values("0.6", "1e9"));
        values.put("audio_ctx", new Values("0", "1501"));
        values.put("max_context", new Values("-1", "-2"));
        values.put("suppress_nst", new Values("true", "2"));
        values.put("suppress_non_speech", new Values("yes", "2"));
        values.put("offset_t", new Values("100", "-1"));
        values.put("duration", new Values("2000", "1.5"));
        values.put("condition_on_previous_text", new Values("true", "perhaps"));
        values.put("carry_initial_prompt", new Values("true", NOTHING_WRONG));
        return values;
    }

    private Map<String, JsonNode> rows(String path, String... treatments) {
        Map<String, JsonNode> rows = new LinkedHashMap<>();
        for (JsonNode row :
                api().get("/v1/capabilities").json().at("/endpoints").get(path)) {
            if (List.of(treatments).contains(row.get("treatment").textValue())) {
                rows.put(row.get("parameter").textValue(), row);
            }
        }
        rows.remove("file");
        return rows;
    }

    private static String message(Answer answer) {
        JsonNode error = answer.json().get("error");
        return error.isTextual() ? error.textValue() : error.get("message").textValue();
    }

    @Test
    void shouldDescribeEngineAndEndpoints() {
        JsonNode document = api().get("/v1/capabilities").json();

        assertThat(document.get("model").textValue()).isEqualTo("earshot-demo");
        assertThat(document.get("translation").booleanValue()).isFalse();
        assertThat(Answer.names(document.get("engine")))
                .containsExactly(
                        "detected_language", "word_times", "segment_statistics", "abort", "voice_activity_detection");
        assertThat(Answer.names(document.get("endpoints")))
                .containsExactly(Api.TRANSCRIPTIONS, Api.TRANSLATIONS, Api.INFERENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {Api.TRANSCRIPTIONS, Api.TRANSLATIONS, Api.INFERENCE})
    void shouldRefuseAWrongValueOfEachParameterThatIsHonouredOrApproximated(String path) {
        rows(path, "honoured", "approximated").forEach((name, row) -> {
            assertThat(VALUES).as("values to try for " + name).containsKey(name);
            String wrong = VALUES.get(name).wrong();
            if (wrong == null) {
                return;
            }
            Answer answer = api().post(path, Form.of(SILENCE).with(name, wrong));
            assertThat(answer.status()).as(name + ": " + answer.text()).isIn(400, 404, 413);
            if (!path.equals(Api.INFERENCE)) {
                assertThat(answer.json().at("/error/param").textValue()).isEqualTo(name);
            }
            if (!name.equals("language") && !name.equals("languages") && !name.equals("model")) {
                assertThat(message(answer))
                        .startsWith("'" + (name.equals("suppress_non_speech") ? "suppress_nst" : name));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {Api.TRANSCRIPTIONS, Api.INFERENCE})
    void shouldTakeAGoodValueOfEachParameterThatIsHonouredOrApproximated(String path) {
        Form form = Form.of(SILENCE);
        TreeSet<String> names =
                new TreeSet<>(rows(path, "honoured", "approximated").keySet());
        // Goes with json alone, and here verbose_json is the format to try.
        if (names.remove("include")) {
            assertThat(api().post(path, Form.of(SILENCE).with("include", "logprobs"))
                            .transcript())
                    .isEmpty();
        }
        names.forEach(name -> form.with(name, VALUES.get(name).good()));

        Answer answer = api().post(path, form);

        assertThat(answer.transcript()).isEmpty();
        // One language is the language; here there is a language already, so the list has nothing to add.
        assertThat(answer.header("X-Earshot-Ignored").orElse("languages")).isEqualTo("languages");
        assertThat(answer.json().at("/x_earshot/reason").textValue()).isEqualTo("no_speech");
    }

    @ParameterizedTest
    @ValueSource(strings = {Api.TRANSCRIPTIONS, Api.INFERENCE})
    void shouldNameEachParameterThatIsIgnored(String path) {
        Form form = Form.of(SILENCE).with("none_such", "1");
        TreeSet<String> ignored = new TreeSet<>(rows(path, "ignored").keySet());
        ignored.forEach(name -> form.with(name, "1"));
        ignored.add("none_such");

        Answer answer = api().post(path, form);

        assertThat(answer.transcript()).isEmpty();
        assertThat(new TreeSet<>(
                        List.of(answer.header("X-Earshot-Ignored").orElse("").split(", "))))
                .isEqualTo(ignored);
    }

    @ParameterizedTest
    @ValueSource(strings = {Api.TRANSCRIPTIONS, Api.TRANSLATIONS, Api.INFERENCE})
    void shouldRefuseEachParameterThatIsRejectedAndSayWhy(String path) {
        rows(path, "rejected").forEach((name, row) -> {
            Answer answer = api().post(path, Form.of(SILENCE).with(name + "[]", "logprobs"));

            assertThat(answer.requireError(400, "invalid_request_error", "invalid_value", name))
                    .isEqualTo("'" + name + "' is not supported: "
                            + row.get("note").textValue());
        });
        TreeSet<String> rejected = new TreeSet<>(Set.of("known_speaker_names", "known_speaker_references"));
        if (!engineCan("segment_statistics")) {
            rejected.add("include");
        }
        assertThat(rows(Api.TRANSCRIPTIONS, "rejected").keySet()).containsExactlyElementsOf(rejected);
    }
}
