package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Earshot's own live protocol over a real WebSocket. */
@QuarkusTest
class PlainLiveTest extends LiveCase {
    private static final String PATH = "/v1/live";
    private static final Duration AT_ONCE = Duration.ZERO;

    private LiveClient connect(String query) {
        LiveClient client = LiveClient.connect(base, PATH + query);
        assertThat(client.next().get("type").textValue()).isEqualTo("ready");
        return client;
    }

    static List<Clip> clips() {
        return Clip.all();
    }

    private static String heard(LiveClient client) {
        client.send("{\"type\":\"end\"}");
        client.await("done");
        assertThat(client.end()).isEqualTo(new LiveClient.End(1000, ""));
        return client.taken("final").stream()
                .map(told -> told.get("text").textValue())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @MethodSource("clips")
    void shouldHearEveryClip(Clip clip) {
        LiveClient client = connect("");

        client.speak(LiveClient.audio(clip, "s16le", 16_000), 6_400, AT_ONCE);

        assertThat(withoutSpaces(heard(client))).isEqualTo(withoutSpaces(clip.text()));
    }

    @Test
    void shouldTellInOrderWhatIsSaidWhileItIsSaid() {
        LiveClient client = connect("");
        client.send("{\"type\":\"start\",\"language\":\"en\",\"levels\":true,\"words\":true}");
        client.await("ready");

        client.speak(LiveClient.audio(Clip.EN1, "s16le", 16_000), 3_200, Duration.ofMillis(100));
        String text = heard(client);

        assertThat(text).isEqualTo(Clip.EN1.text());
        List<String> order = new ArrayList<>();
        for (JsonNode message : client.taken()) {
            String type = message.get("type").textValue();
            if (!type.equals("level") && !(type.equals("partial") && order.contains("partial"))) {
                order.add(type);
            }
        }
        assertThat(order)
                .containsExactly("ready", "ready", "speech_started", "partial", "speech_stopped", "final", "done");
        assertThat(client.taken("level"))
                .isNotEmpty()
                .allSatisfy(
                        level -> assertThat(level.get("rms_dbfs").doubleValue()).isLessThan(0));
        JsonNode told = client.taken("final").get(0);
        assertThat(told.get("language").textValue()).isEqualTo("en");
        assertThat(told.get("end_ms").longValue())
                .isGreaterThan(told.get("start_ms").longValue());
        assertThat(told.has("words")).isEqualTo(engineCan("word_times"));
        if (told.has("words")) {
            JsonNode first = told.get("words").get(0);
            assertThat(first.get("word").textValue()).isEqualTo("what");
            assertThat(first.get("start_ms").longValue())
                    .isGreaterThanOrEqualTo(told.get("start_ms").longValue());
        }
        assertStableTextStays(client);
    }

    private static void assertStableTextStays(LiveClient client) {
        String before = "";
        for (JsonNode partial : client.taken("partial")) {
            assertThat(partial.get("stable").textValue()).startsWith(before);
            before = partial.get("stable").textValue();
        }
    }

    @Test
    void shouldHearOtherRates() {
        LiveClient fast = connect("?rate=48000");
        fast.speak(LiveClient.audio(Clip.EN1, "s16le", 48_000), 9_601, AT_ONCE);

        assertThat(heard(fast)).isEqualTo(Clip.EN1.text());
    }

    @Test
    void shouldReadWhatTheClientCommits() {
        LiveClient client = connect("?language=en");
        client.send("{\"type\":\"start\",\"manual\":true,\"partials\":false}");
        client.await("ready");
        byte[] audio = LiveClient.audio(Clip.EN1, "s16le", 16_000);

        client.speak(audio, 6_400, AT_ONCE);
        client.send("{\"type\":\"clear\"}");
        client.await("cleared");
        client.send("{\"type\":\"commit\"}");
        JsonNode refused = client.await("error");
        client.speak(audio, 6_400, AT_ONCE);
        client.send("{\"type\":\"commit\"}");
        JsonNode told = client.await("final");

        assertThat(refused.get("message").textValue())
                .isEqualTo("Too little to commit: 0 ms of audio are held, 100 ms are the least.");
        assertThat(told.get("text").textValue()).isEqualTo(Clip.EN1.text());
        assertThat(client.taken("final")).hasSize(1);
        assertThat(client.taken("partial")).isEmpty();
        client.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "garbage | message | The message is not JSON: 'garbage'.",
                "[] | message | The message must be a JSON object, not '[]'.",
                "{\"type\":\"sing\"} | type | 'type' must be start, commit, clear or end, not 'sing'.",
                "{\"type\":\"start\",\"language\":\"xx\"} | language | 'xx' is not a language that Whisper knows; use a code such as en or de.",
                "{\"type\":\"start\",\"silence_ms\":1} | threshold | Silence must be 100 to 10000 ms, not 1 ms.",
                "{\"type\":\"start\",\"rate\":16000.5} | rate | 'rate' must be a whole number, not '16000.5'.",
                "{\"type\":\"start\",\"rate\":1} | rate | The sample rate must be 4000 to 192000 Hz, not 1.",
                "{\"type\":\"start\",\"levels\":1} | levels | 'levels' must be true or false, not '1'.",
                "{\"type\":\"commit\"} | type | Too little to commit: 0 ms of audio are held, 100 ms are the least."
            })
    void shouldSayWhatIsWrongAndGoOn(String message, String parameter, String words) {
        LiveClient client = connect("");

        client.send(message);
        JsonNode error = client.await("error");
        client.send("{\"type\":\"end\"}");
        client.await("done");

        assertThat(error.get("code").textValue()).isEqualTo("bad_request");
        assertThat(error.get("parameter").textValue()).isEqualTo(parameter);
        assertThat(error.get("message").textValue()).isEqualTo(words);
    }

    @Test
    void shouldRefuseAWrongRateAtTheDoor() {
        LiveClient client = LiveClient.connect(base, PATH + "?rate=many");

        assertThat(client.next().get("message").textValue()).isEqualTo("'rate' must be a whole number, not 'many'.");
        assertThat(client.end()).isEqualTo(new LiveClient.End(1007, "'rate' must be a whole number, not 'many'."));
    }

    @Test
    void shouldRefuseAMessageOfTenMegabytes() {
        LiveClient client = connect("");

        client.sendInFrames(new byte[10_000_000], 10_000_000);

        assertThat(client.end())
                .isEqualTo(new LiveClient.End(1009, "A message may have 2097152 bytes; send audio in smaller pieces."));
    }

    @Test
    void shouldRefuseALongMessageInManyFrames() {
        LiveClient client = connect("");

        client.sendInFrames(new byte[3_000_000], 100_000);

        assertThat(client.end())
                .isEqualTo(new LiveClient.End(1009, "A message may have 2097152 bytes; send audio in smaller pieces."));
    }

    @Test
    void shouldLeaveNothingBehindWhenAClientBreaksOff() {
        LiveClient client = connect("");
        client.speak(LiveClient.audio(Clip.EN1, "s16le", 16_000), 6_400, AT_ONCE);

        client.abort();

        // LiveCase waits for the session to be gone.
        requireStillTranscribes();
    }

    @Test
    void shouldSayThatAllSessionsAreInUse() {
        List<LiveClient> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(connect(""));
        }

        LiveClient refused = LiveClient.connect(base, PATH);

        String words = "All 8 live sessions are in use (earshot.live.sessions). Try again when one has ended.";
        JsonNode error = refused.next();
        assertThat(error.get("code").textValue()).isEqualTo("busy");
        assertThat(error.get("message").textValue()).isEqualTo(words);
        assertThat(refused.end()).isEqualTo(new LiveClient.End(1013, words));
        clients.forEach(LiveClient::close);
    }

    @Test
    void shouldSayThatItIsAWebSocket() {
        Answer answer = api().get(PATH);

        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.json().at("/error/message").textValue())
                .isEqualTo("This is a WebSocket: connect with ws://.");
    }
}
