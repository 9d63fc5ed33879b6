package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** OpenAI's Realtime protocol, transcription sessions, word by word over a real WebSocket. */
@QuarkusTest
class RealtimeTest extends LiveCase {
    private static final String PATH = "/v1/realtime?intent=transcription";
    private static final String SPOKEN = "conversation.item.input_audio_transcription.";
    private static final String BY_HAND =
            "{\"type\":\"session.update\",\"session\":{\"type\":\"transcription\",\"audio\":{\"input\":{\"turn_detection\":null}}}}";
    private static final String COMMIT = "{\"type\":\"input_audio_buffer.commit\",\"event_id\":\"mine\"}";
    private static final String CLEAR = "{\"type\":\"input_audio_buffer.clear\"}";

    private LiveClient connect() {
        LiveClient client = LiveClient.connect(base, PATH);
        assertThat(client.next().get("type").textValue()).isEqualTo("session.created");
        return client;
    }

    private static String append(byte[] audio) {
        return "{\"type\":\"input_audio_buffer.append\",\"audio\":\""
                + Base64.getEncoder().encodeToString(audio) + "\"}";
    }

    private static void speak(LiveClient client, byte[] audio, int piece, Duration each) {
        long due = System.nanoTime();
        for (int from = 0; from < audio.length; from += piece) {
            LiveClient.sleepUntil(due);
            due += each.toNanos();
            client.send(append(Arrays.copyOfRange(audio, from, Math.min(audio.length, from + piece))));
        }
    }

    private static String format(String format) {
        return "{\"type\":\"session.update\",\"session\":{\"audio\":{\"input\":{\"format\":{\"type\":\"" + format
                + "\"}}}}}";
    }

    /** What is said until a commit has been heard, which ends what is being said or is refused since nothing is. */
    private static String heard(LiveClient client) {
        client.send(COMMIT);
        client.send(CLEAR);
        client.await("input_audio_buffer.cleared");
        long committed = client.taken("input_audio_buffer.committed").size();
        while (client.taken(SPOKEN + "completed").size() < committed) {
            client.next();
        }
        return client.taken(SPOKEN + "completed").stream()
                .map(done -> done.get("transcript").textValue())
                .collect(Collectors.joining(" "))
                .strip();
    }

    static List<Clip> clips() {
        return Clip.all();
    }

    @ParameterizedTest
    @MethodSource("clips")
    void shouldHearEveryClip(Clip clip) {
        LiveClient client = connect();

        speak(client, LiveClient.audio(clip, "s16le", 24_000), 9_600, Duration.ZERO);
        String text = heard(client);
        client.close();

        assertThat(withoutSpaces(text)).isEqualTo(withoutSpaces(clip.text()));
        Map<String, String> deltas = new LinkedHashMap<>();
        client.taken(SPOKEN + "delta")
                .forEach(delta -> deltas.merge(
                        delta.get("item_id").textValue(), delta.get("delta").textValue(), String::concat));
        for (JsonNode completed : client.taken(SPOKEN + "completed")) {
            if (!completed.get("transcript").textValue().isEmpty()) {
                assertThat(deltas).containsKey(completed.get("item_id").textValue());
            }
        }
    }

    /** Telephone audio has half of the frequencies, so not all clips survive it. */
    @ParameterizedTest
    @CsvSource({"audio/pcmu, mulaw", "audio/pcma, alaw"})
    void shouldHearTelephones(String format, String encoding) {
        LiveClient client = connect();
        client.send(format(format));
        client.await("session.updated");

        speak(client, LiveClient.audio(Clip.EN1, encoding, 8_000), 1_600, Duration.ZERO);
        String text = heard(client);
        client.close();

        assertThat(text).isEqualTo(Clip.EN1.text());
    }

    @Test
    void shouldTellInOpenAisOrder() {
        LiveClient client = connect();
        client.send(
                "{\"type\":\"session.update\",\"session\":{\"type\":\"transcription\",\"include\":[\""
                        + SPOKEN.substring("conversation.".length())
                        + "logprobs\"],\"audio\":{\"input\":{\"transcription\":{\"model\":\"gpt-4o-transcribe\",\"language\":\"en\",\"prompt\":\"weather\"},"
                        + "\"noise_reduction\":{\"type\":\"near_field\"},\"turn_detection\":{\"type\":\"server_vad\",\"silence_duration_ms\":400}}}}}");
        JsonNode session = client.await("session.updated").get("session");

        speak(client, LiveClient.audio(Clip.EN1, "s16le", 24_000), 4_800, Duration.ofMillis(100));
        speak(client, new byte[48_000], 4_800, Duration.ofMillis(100));
        JsonNode completed = client.await(SPOKEN + "completed");
        client.close();

        assertThat(session.get("object").textValue()).isEqualTo("realtime.transcription_session");
        assertThat(session.get("id").textValue()).startsWith("sess_");
        assertThat(session.get("expires_at").longValue()).isGreaterThan(System.currentTimeMillis() / 1000);
        assertThat(session.get("audio"))
                .isEqualTo(
                        Answer.json(
                                "{\"input\":{\"format\":{\"type\":\"audio/pcm\",\"rate\":24000},\"noise_reduction\":{\"type\":\"near_field\"},"
                                        + "\"transcription\":{\"model\":\"gpt-4o-transcribe\",\"language\":\"en\",\"prompt\":\"weather\"},"
                                        + "\"turn_detection\":{\"type\":\"server_vad\",\"threshold\":0.5,\"prefix_padding_ms\":300,\"silence_duration_ms\":400}}}"));
        assertThat(completed.get("transcript").textValue()).isEqualTo(Clip.EN1.text());
        assertThat(completed.get("content_index").intValue()).isZero();
        assertThat(completed.at("/usage/type").textValue()).isEqualTo("duration");
        assertThat(completed.at("/usage/seconds").doubleValue()).isBetween(0.5, 5.0);
        assertThat(completed.get("logprobs").isEmpty()).isNotEqualTo(engineCan("segment_statistics"));
        String item = completed.get("item_id").textValue();
        assertThat(client.taken().stream()
                        .map(event -> event.get("type").textValue())
                        .filter(type -> !type.endsWith("delta")))
                .containsExactly(
                        "session.created",
                        "session.updated",
                        "input_audio_buffer.speech_started",
                        "input_audio_buffer.speech_stopped",
                        "input_audio_buffer.committed",
                        "conversation.item.added",
                        "conversation.item.done",
                        SPOKEN + "completed");
        assertThat(client.taken().stream().filter(event -> event.has("item_id")))
                .allSatisfy(
                        event -> assertThat(event.get("item_id").textValue()).isEqualTo(item));
        assertThat(client.taken().stream().map(event -> event.get("event_id").textValue()))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.startsWith("event_"));
        assertThat(client.taken("input_audio_buffer.committed")
                        .get(0)
                        .get("previous_item_id")
                        .isNull())
                .isTrue();
    }

    @Test
    void shouldSpeakTheBetaToItsClients() {
        LiveClient client = LiveClient.connect(LiveClient.builder().header("OpenAI-Beta", "realtime=v1"), base, PATH);
        JsonNode created = client.next();
        client.send("{\"type\":\"transcription_session.update\",\"session\":{\"input_audio_format\":\"g711_ulaw\","
                + "\"input_audio_transcription\":{\"model\":\"whisper-1\",\"language\":\"en\"},\"turn_detection\":null,"
                + "\"input_audio_noise_reduction\":{\"type\":\"far_field\"}}}");
        JsonNode updated = client.next();

        speak(client, LiveClient.audio(Clip.EN1, "mulaw", 8_000), 1_600, Duration.ZERO);
        client.send(COMMIT);
        JsonNode completed = client.await(SPOKEN + "completed");
        client.close();

        assertThat(created.get("type").textValue()).isEqualTo("transcription_session.created");
        assertThat(created.at("/session/input_audio_format").textValue()).isEqualTo("pcm16");
        assertThat(created.at("/session/turn_detection/type").textValue()).isEqualTo("server_vad");
        assertThat(updated.get("type").textValue()).isEqualTo("transcription_session.updated");
        assertThat(updated.at("/session/input_audio_format").textValue()).isEqualTo("g711_ulaw");
        assertThat(updated.at("/session/input_audio_transcription/language").textValue())
                .isEqualTo("en");
        assertThat(updated.at("/session/input_audio_noise_reduction/type").textValue())
                .isEqualTo("far_field");
        assertThat(updated.at("/session/turn_detection").isNull()).isTrue();
        assertThat(completed.get("transcript").textValue()).isEqualTo(Clip.EN1.text());
        assertThat(client.taken("conversation.item.created")).hasSize(1);
    }

    @Test
    void shouldTakeCommitsAndSayWhichWasTooShort() {
        LiveClient client = connect();
        client.send(BY_HAND);
        client.await("session.updated");
        client.send(CLEAR);
        client.await("input_audio_buffer.cleared");
        client.send(COMMIT);
        JsonNode empty = client.await("error");
        client.send(append(new byte[4_320]));
        client.send("{\"type\":\"input_audio_buffer.commit\"}");
        JsonNode tooShort = client.await("error");
        client.send(append(new byte[480]));
        client.send(COMMIT);
        JsonNode first = client.await("input_audio_buffer.committed");
        JsonNode silent = client.await(SPOKEN + "completed");
        speak(client, LiveClient.audio(Clip.EN1, "s16le", 24_000), 9_600, Duration.ZERO);
        client.send(COMMIT);
        JsonNode second = client.await("input_audio_buffer.committed");
        JsonNode spoken = client.await(SPOKEN + "completed");
        client.close();

        assertThat(empty.at("/error/code").textValue()).isEqualTo("input_audio_buffer_commit_empty");
        assertThat(empty.at("/error/event_id").textValue()).isEqualTo("mine");
        assertThat(empty.at("/error/message").textValue())
                .isEqualTo("Error committing input audio buffer: buffer too small. Expected at least 100ms of audio,"
                        + " but buffer only has 0.00ms of audio.");
        assertThat(tooShort.at("/error/message").textValue()).contains("buffer only has 90.00ms of audio");
        assertThat(tooShort.at("/error/event_id").isNull()).isTrue();
        assertThat(silent.get("transcript").textValue()).isEmpty();
        assertThat(second.get("previous_item_id")).isEqualTo(first.get("item_id"));
        assertThat(spoken.get("transcript").textValue()).isEqualTo(Clip.EN1.text());
        assertThat(client.taken("input_audio_buffer.speech_started")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no json | message | The message is not JSON",
                "{\"type\":\"response.create\"} | type | 'response.create' is no event of a transcription session",
                "{\"type\":\"session.update\"} | session | 'session' is missing.",
                "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}} | session.type | 'session.type' must be transcription, not 'realtime'",
                "{\"type\":\"session.update\",\"session\":{\"audio\":{\"input\":{\"format\":{\"type\":\"audio/mp3\"}}}}} | session.audio.input.format.type | 'session.audio.input.format.type' must be audio/pcm, audio/pcmu, audio/pcma, not 'audio/mp3'.",
                "{\"type\":\"session.update\",\"session\":{\"audio\":{\"input\":{\"transcription\":{\"model\":\"parrot\"}}}}} | session.audio.input.transcription.model | The model 'parrot' is not in use.",
                "{\"type\":\"session.update\",\"session\":{\"turn_detection\":{\"type\":\"server_vad\",\"threshold\":2}}} | session.turn_detection.threshold | Threshold must be 0 to 1, not 2.0.",
                "{\"type\":\"input_audio_buffer.append\",\"audio\":\"%\"} | audio | 'audio' is not base64.",
                "{\"type\":\"input_audio_buffer.append\"} | audio | 'audio' is missing."
            })
    void shouldSayWhatIsWrongAndGoOn(String message, String parameter, String words) {
        LiveClient client = connect();

        client.send(message);
        JsonNode error = client.await("error").get("error");
        client.send(CLEAR);
        client.await("input_audio_buffer.cleared");
        client.close();

        assertThat(error.get("type").textValue()).isEqualTo("invalid_request_error");
        assertThat(error.get("param").textValue()).isEqualTo(parameter);
        assertThat(error.get("message").textValue()).startsWith(words);
    }

    @Test
    void shouldApproximateSemanticTurnsAndSaySoInTheSession() {
        LiveClient client = connect();

        client.send("{\"type\":\"session.update\",\"session\":{\"audio\":{\"input\":{\"turn_detection\":"
                + "{\"type\":\"semantic_vad\",\"eagerness\":\"high\"}}}}}");
        JsonNode session = client.await("session.updated").get("session");
        client.send(new byte[100]);
        JsonNode error = client.await("error");
        client.close();

        assertThat(session.at("/audio/input/turn_detection"))
                .isEqualTo(Answer.json("{\"type\":\"semantic_vad\",\"eagerness\":\"high\"}"));
        assertThat(error.at("/error/message").textValue()).startsWith("Binary messages are not understood");
    }

    @Test
    void shouldTakeTheSubprotocolsOfBrowsers() {
        LiveClient client = LiveClient.connect(
                LiveClient.builder().subprotocols("realtime", "openai-insecure-api-key.any"), base, PATH);

        assertThat(client.subprotocol()).isEqualTo("realtime");
        client.close();
    }
}
