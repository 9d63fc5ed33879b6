package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What vosk-server's own clients do: send a piece, wait for the answer, in the end {@code eof}. */
@QuarkusTest
@TestProfile(VoskProfile.class)
class VoskTest extends LiveCase {
    private static final String EOF = "{\"eof\" : 1}";
    private static final String WIDE = "{\"config\":{\"sample_rate\":16000}}";

    private static URI door() {
        return URI.create("http://127.0.0.1:" + VoskProfile.port());
    }

    private static LiveClient connect() {
        return LiveClient.connect(door(), "/");
    }

    static List<Clip> clips() {
        return Clip.all();
    }

    /** @return one answer for each piece */
    private static List<JsonNode> speak(LiveClient client, byte[] audio, int piece, Duration each) {
        List<JsonNode> answers = new ArrayList<>();
        long due = System.nanoTime();
        for (int from = 0; from < audio.length; from += piece) {
            LiveClient.sleepUntil(due);
            due += each.toNanos();
            client.send(Arrays.copyOfRange(audio, from, Math.min(audio.length, from + piece)));
            answers.add(client.next());
        }
        return answers;
    }

    private static String text(List<JsonNode> answers) {
        StringBuilder text = new StringBuilder();
        answers.stream()
                .filter(answer -> answer.has("text"))
                .forEach(answer -> text.append(' ').append(answer.get("text").textValue()));
        return text.toString().strip();
    }

    @ParameterizedTest
    @MethodSource("clips")
    void shouldHearEveryClip(Clip clip) {
        LiveClient client = connect();
        client.send(WIDE);

        speak(client, LiveClient.audio(clip, "s16le", 16_000), 6_400, Duration.ZERO);
        client.send(EOF);
        client.next();

        assertThat(client.end()).isEqualTo(new LiveClient.End(1000, ""));
        assertThat(withoutSpaces(text(client.taken()))).isEqualTo(withoutSpaces(clip.text()));
    }

    @Test
    void shouldAnswerEachPieceWithWhatIsSaidSoFar() {
        LiveClient client = connect();

        byte[] audio = LiveClient.audio(Clip.EN1, "s16le", 8_000);
        List<JsonNode> answers = speak(client, audio, 1_600, Duration.ofMillis(100));
        answers.addAll(speak(client, new byte[24_000], 1_600, Duration.ofMillis(100)));
        client.send(EOF);
        answers.add(client.next());
        client.end();

        assertThat(answers).hasSize((audio.length + 1_599) / 1_600 + 15 + 1);
        assertThat(answers).allMatch(answer -> answer.has("partial") != answer.has("text"));
        assertThat(answers)
                .anySatisfy(
                        answer -> assertThat(answer.path("partial").asText()).isNotEmpty());
        assertThat(text(answers)).isEqualTo(Clip.EN1.text());
        JsonNode said = answers.stream()
                .filter(answer -> !answer.path("text").asText().isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(said.has("result")).isEqualTo(engineCan("word_times"));
        if (said.has("result")) {
            JsonNode first = said.get("result").get(0);
            assertThat(first.get("word").textValue()).isEqualTo("what");
            assertThat(first.get("end").doubleValue())
                    .isBetween(first.get("start").doubleValue(), 3.0);
            assertThat(first.get("conf").doubleValue()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void shouldGoOnAfterAReset() {
        LiveClient client = connect();
        client.send("{\"config\":{\"sample_rate\":16000.0,\"words\":0,\"max_alternatives\":1,"
                + "\"phrase_list\":[\"weather\",\"[unk]\"]}}");
        byte[] audio = LiveClient.audio(Clip.EN1, "s16le", 16_000);

        speak(client, audio, 6_400, Duration.ZERO);
        client.send("{\"reset\" : 1}");
        JsonNode first = client.next();
        speak(client, audio, 6_400, Duration.ZERO);
        client.send(EOF);
        JsonNode second = client.next();
        client.end();

        for (JsonNode answer : List.of(first, second)) {
            JsonNode only = answer.get("alternatives").get(0);
            assertThat(only.get("text").textValue()).isEqualTo(Clip.EN1.text());
            assertThat(only.has("result")).isFalse();
            assertThat(only.has("confidence")).isEqualTo(engineCan("word_times"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "garbage | The message is not JSON: 'garbage'.",
                "{\"hello\":1} | The message must have config, eof or reset.",
                "{\"config\":{\"sample_rate\":1}} | The sample rate must be 4000 to 192000 Hz, not 1.",
                "{\"config\":{\"sample_rate\":\"x\"}} | 'config.sample_rate' must be a whole number, not '\"x\"'."
            })
    void shouldSayWhatIsWrongAndEnd(String message, String words) {
        LiveClient client = connect();

        client.send(message);

        assertThat(client.next().at("/error/message").textValue()).isEqualTo(words);
        assertThat(client.end()).isEqualTo(new LiveClient.End(1007, words));
    }

    @Test
    void shouldRefuseAFrameOfTenMegabytes() {
        LiveClient client = connect();

        client.sendInFrames(new byte[10_000_000], 10_000_000);

        assertThat(client.end().code()).isEqualTo(1009);
    }

    @Test
    void shouldSayThatAllSessionsAreInUse() {
        LiveClient one = connect();
        LiveClient other = LiveClient.connect(base, "/v1/live");
        other.next();

        LiveClient refused = connect();

        String words = "All 2 live sessions are in use (earshot.live.sessions). Try again when one has ended.";
        assertThat(refused.next().at("/error/message").textValue()).isEqualTo(words);
        assertThat(refused.end()).isEqualTo(new LiveClient.End(1013, words));
        one.abort();
        other.abort();
    }

    @Test
    void shouldRefuseWebPages() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", door().getAuthority());
        headers.put("Connection", "Upgrade");
        headers.put("Upgrade", "websocket");
        headers.put("Sec-WebSocket-Version", "13");
        headers.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        headers.put("Origin", "http://" + door().getAuthority());

        RawHttp.Reply reply = RawHttp.exchange(door(), "GET", "/", headers);

        assertThat(reply.status()).isEqualTo(403);
    }
}
