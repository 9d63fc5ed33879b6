package dev.earshot.live.wyoming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.engine.Engine;
import dev.earshot.http.Clip;
import dev.earshot.live.LiveEvents;
import dev.earshot.live.LiveLimits;
import dev.earshot.live.LiveSessions;
import dev.earshot.live.wyoming.WyomingClient.Event;
import dev.earshot.whisper.DemoEngine;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The demo clips, sent to the real engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WyomingClipsTest {
    private final Vertx vertx = Vertx.vertx();
    private Engine engine;
    private LiveSessions sessions;
    private WyomingServer server;

    @BeforeAll
    void start() throws Exception {
        engine = DemoEngine.start();
        sessions = new LiveSessions(
                new LiveLimits(
                        4, Duration.ofSeconds(120), Duration.ofMillis(300), Duration.ofMinutes(5), Duration.ofHours(1)),
                engine::transcribeLive,
                () -> null,
                1,
                LiveEvents.NONE);
        // Whoever tests on a busy machine is patient.
        server = new WyomingServer(
                vertx, new Settings(4, Duration.ofMinutes(2), List.of()), sessions, engine::status, "1", List.of());
        server.start();
    }

    @AfterAll
    void stop() {
        server.close();
        sessions.close();
        engine.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    static List<Clip> speech() {
        return Clip.speech();
    }

    /** The clips are 16 kHz, 16 bit, mono, behind 44 bytes of header. */
    private static byte[] samples(Clip clip) {
        byte[] file = clip.bytes();
        assertThat(new String(file, 36, 4, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("data");
        return Arrays.copyOfRange(file, 44, file.length);
    }

    private List<Event> speak(Clip clip, boolean realTime) throws Exception {
        try (WyomingClient client = new WyomingClient(server.port())) {
            client.send("transcribe", "{\"language\": \"" + clip.language() + "\"}");
            return client.speak(samples(clip), realTime).readUntil("transcript-stop");
        }
    }

    private static String transcript(List<Event> events) {
        Event transcript = events.get(events.size() - 2);
        assertThat(transcript.type()).isEqualTo("transcript");
        return transcript.text();
    }

    @ParameterizedTest
    @MethodSource("speech")
    void shouldHearWhatTheRecordingHolds(Clip clip) throws Exception {
        List<Event> events = speak(clip, false);

        assertThat(transcript(events).replace(" ", "")).isEqualTo(clip.text().replace(" ", ""));
        assertThat(events.get(events.size() - 2).data().get("language").textValue())
                .isEqualTo(clip.language());
    }

    @Test
    void shouldTellItInOrderInRealTime() throws Exception {
        List<Event> events = speak(Clip.EN1, true);

        String types = events.stream().map(Event::type).collect(Collectors.joining(" "));
        assertThat(types).matches("transcript-start( transcript-chunk)+ transcript transcript-stop");
        assertThat(transcript(events)).isEqualTo(Clip.EN1.text());
        assertThat(events.stream()
                        .filter(event -> event.type().equals("transcript-chunk"))
                        .map(Event::text)
                        .collect(Collectors.joining()))
                .isEqualTo(Clip.EN1.text());
    }

    @Test
    void shouldAnswerWithAnEmptyTranscriptWhenNobodySpeaks() throws Exception {
        try (WyomingClient client = new WyomingClient(server.port())) {
            List<Event> events = client.speak(new byte[96_000], false).readUntil("transcript-stop");

            assertThat(transcript(events)).isEmpty();
        }
    }

    @Test
    void shouldNameTheModelAndItsLanguages() {
        try (WyomingClient client = new WyomingClient(server.port())) {
            var model = client.send("describe").read().data().at("/asr/0/models/0");

            assertThat(model.get("name").textValue()).isEqualTo("earshot-demo");
            assertThat(model.get("languages"))
                    .extracting(code -> code.textValue())
                    .contains("en", "de", "es", "zh");
            assertThat(model.get("version").isNull()).isTrue();
            assertThat(model.get("description").isTextual()).isTrue();
            assertThat(client.send("transcribe", "{\"name\": \"large\"}").read().text())
                    .isEqualTo("The model of this device is 'earshot-demo'; no other can be asked for.");
        }
    }
}
