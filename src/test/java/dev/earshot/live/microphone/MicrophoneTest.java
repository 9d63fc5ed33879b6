package dev.earshot.live.microphone;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.earshot.engine.Engine;
import dev.earshot.http.Clip;
import dev.earshot.live.LiveEvents;
import dev.earshot.live.LiveLimits;
import dev.earshot.live.LiveSessions;
import dev.earshot.live.microphone.HeardEvents.Event;
import dev.earshot.live.microphone.Microphone.State;
import dev.earshot.live.microphone.MicrophoneConfig.Listen;
import dev.earshot.whisper.DemoEngine;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A capture program that says what it is told to, the real engine, and somebody who watches over HTTP. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MicrophoneTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger partials = new AtomicInteger();
    private final AtomicInteger finals = new AtomicInteger();
    private Engine engine;
    private LiveSessions sessions;
    private FakeMicrophone fake;
    private Microphone microphone;
    private HttpServer server;
    private URI base;

    @BeforeAll
    void startEngine() throws Exception {
        engine = DemoEngine.start();
        sessions = new LiveSessions(
                new LiveLimits(
                        4, Duration.ofSeconds(60), Duration.ofMillis(300), Duration.ofMinutes(5), Duration.ofHours(1)),
                engine::transcribeLive,
                () -> null,
                1,
                new LiveEvents() {
                    @Override
                    public void partialTold(Duration lag) {
                        partials.incrementAndGet();
                    }

                    @Override
                    public void finalTold(Duration audio, Duration lag, boolean empty) {
                        finals.incrementAndGet();
                    }
                });
    }

    @AfterAll
    void stopEngine() {
        sessions.close();
        engine.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void makeProgram(@TempDir Path folder) throws Exception {
        fake = new FakeMicrophone(folder);
    }

    private void open(Listen listen) {
        open(MicrophoneSettings.of(listen, fake.program()));
    }

    private void open(MicrophoneSettings settings) {
        microphone = new Microphone(settings, sessions, Map.of());
        Router router = Router.router(vertx);
        new MicrophoneRoutes(microphone, vertx).register(router);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        base = URI.create("http://127.0.0.1:" + server.actualPort());
        microphone.open();
    }

    @AfterEach
    void nothingIsLeft() {
        microphone.close();
        server.close();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> sessions.count() == 0);
        assertThat(ProcessHandle.current()
                        .descendants()
                        .filter(process -> process.info()
                                .commandLine()
                                .orElse("")
                                .contains(fake.program().toString())))
                .isEmpty();
    }

    private HttpResponse<String> answer(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode ask(String method, String path) throws Exception {
        return JSON.readTree(answer(method, path).body());
    }

    private State state() {
        return microphone.status().state();
    }

    @Test
    void shouldTellWhatTheMicrophoneHearsInOrder() throws Exception {
        open(Listen.ALWAYS);
        try (HeardEvents events = new HeardEvents(base, null)) {
            fake.say(Clip.EN1);
            events.await("final", 1);

            assertThat(events.texts()).isEqualTo(Clip.EN1.text());
            String order = events.all().stream()
                    .map(Event::type)
                    .filter(type -> !type.equals("level"))
                    .collect(Collectors.joining(" "));
            assertThat(order).matches("microphone speech_started( partial)* speech_stopped( partial)* final");
            assertThat(events.all("level")).isNotEmpty();
            Event told = events.all("final").get(0);
            assertThat(told.data().get("language").textValue()).isEqualTo("en");
            assertThat(told.data().get("end_ms").longValue())
                    .isGreaterThan(told.data().get("start_ms").longValue());
            assertThat(fake.arguments()).isEqualTo("-q -t raw -f S16_LE -c 1 -r 16000");
        }
    }

    @Test
    void shouldTellWhatIsBeingSaidToThoseWhoWatch() throws Exception {
        open(Listen.ALWAYS);
        try (HeardEvents events = new HeardEvents(base, null)) {
            // A busy machine has no time for them with every clip.
            for (int i = 1; events.all("partial").isEmpty() && i <= 10; i++) {
                fake.say(Clip.EN1);
                events.await("final", i);
            }
            assertThat(events.all("partial")).isNotEmpty().allSatisfy(partial -> {
                assertThat(partial.id()).isEmpty();
                assertThat(partial.data().get("stable").isTextual()).isTrue();
                assertThat(partial.data().get("unstable").isTextual()).isTrue();
            });
        }
    }

    @Test
    void shouldComeBackByItselfWhenTheDeviceWasPulledOut() throws Exception {
        open(Listen.ALWAYS);
        try (HeardEvents events = new HeardEvents(base, null)) {
            Awaitility.await().until(fake::runs);
            fake.pullOut();
            events.awaitState("lost");

            assertThat(state()).isEqualTo(State.LOST);
            assertThat(microphone.status().note())
                    .hasValue("arecord ended with status 1: arecord: main:831: audio open error: No such device");
            assertThat(ask("GET", "/v1/mic").get("note").textValue()).contains("No such device");

            fake.plugIn();
            events.awaitState("listening");
            fake.say(Clip.EN1);
            events.await("final", 1);
            assertThat(events.texts()).isEqualTo(Clip.EN1.text());
            assertThat(microphone.status().note()).isEmpty();
            assertThat(microphone.status().restarts()).isPositive();
        }
    }

    @Test
    void shouldHearOnlyFromStartToStopWhenItListensOnDemand() throws Exception {
        open(Listen.ON_DEMAND);
        assertThat(ask("GET", "/v1/mic").get("state").textValue()).isEqualTo("off");
        try (HeardEvents events = new HeardEvents(base, null)) {
            assertThat(ask("POST", "/v1/mic/start?no_input_ms=60000")
                            .get("state")
                            .textValue())
                    .isEqualTo("listening");
            fake.say(Clip.EN1);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> events.all("partial").stream()
                                    .map(partial -> partial.data().get("stable").textValue()
                                            + partial.data().get("unstable").textValue())
                                    .anyMatch(Clip.EN1.text()::equals)
                            || !events.all("final").isEmpty());
            assertThat(ask("POST", "/v1/mic/stop").get("state").textValue()).isEqualTo("off");
            events.await("final", 1);
            assertThat(events.texts()).isEqualTo(Clip.EN1.text());
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !fake.runs());
        }
    }

    @Test
    void shouldForgetWhatWasSaidWhenItIsCancelled() throws Exception {
        open(Listen.ON_DEMAND);
        try (HeardEvents events = new HeardEvents(base, null)) {
            ask("POST", "/v1/mic/start");
            fake.say(Clip.EN1);
            events.await("speech_started", 1);
            ask("POST", "/v1/mic/cancel");
            events.awaitState("off");
            Awaitility.await().until(() -> sessions.count() == 0);
            assertThat(events.all("final")).isEmpty();
        }
    }

    @Test
    void shouldSwitchItselfOffWhenNobodySaysAnything() throws Exception {
        open(Listen.ON_DEMAND);
        try (HeardEvents events = new HeardEvents(base, null)) {
            ask("POST", "/v1/mic/start");
            events.await("no_input", 1);
            events.awaitState("off");
            assertThat(events.all("speech_started")).isEmpty();
        }
    }

    @Test
    void shouldHearNothingWhileItIsMuted() throws Exception {
        open(Listen.ALWAYS);
        try (HeardEvents events = new HeardEvents(base, null)) {
            Awaitility.await().until(fake::runs);
            assertThat(ask("POST", "/v1/mic/mute").get("state").textValue()).isEqualTo("muted");
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !fake.runs());
            HttpResponse<String> refused = answer("POST", "/v1/mic/start");
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("unmute");
            assertThat(state()).isEqualTo(State.MUTED);

            assertThat(ask("POST", "/v1/mic/unmute").get("state").textValue()).isEqualTo("listening");
            fake.say(Clip.EN1);
            events.await("final", 1);
            assertThat(events.texts()).isEqualTo(Clip.EN1.text());
        }
    }

    @Test
    void shouldTellWhoComesBackWhatWasMissed() throws Exception {
        open(Listen.ALWAYS);
        String last;
        try (HeardEvents events = new HeardEvents(base, null)) {
            fake.say(Clip.EN1);
            events.await("speech_started", 1);
            last = events.all("speech_started").get(0).id();
        }
        try (HeardEvents events = new HeardEvents(base, null)) {
            events.await("final", 1);
        }
        try (HeardEvents events = new HeardEvents(base, last)) {
            events.await("final", 1);
            assertThat(events.all().stream().map(Event::type).filter(type -> !type.equals("level")))
                    .containsExactly("microphone", "speech_stopped", "final");
            assertThat(events.texts()).isEqualTo(Clip.EN1.text());
        }
        try (HeardEvents events = new HeardEvents(base, "1")) {
            events.await("final", 1);
            assertThat(events.all().stream().filter(event -> !event.id().isEmpty()))
                    .hasSizeLessThanOrEqualTo(5);
        }
    }

    @Test
    void shouldComputePartialTextsOnlyWhileSomebodyWatches() throws Exception {
        partials.set(0);
        finals.set(0);
        open(Listen.ALWAYS);
        fake.say(Clip.EN1);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> finals.get() > 0);
        assertThat(partials).as("partial readings").hasValue(0);
    }

    @Test
    void shouldRefuseOneWhoWatchesTooManyAndWrongValues() throws Exception {
        open(Listen.ON_DEMAND);
        try (HeardEvents first = new HeardEvents(base, null);
                HeardEvents second = new HeardEvents(base, null);
                HeardEvents third = new HeardEvents(base, null)) {
            assertThatThrownBy(() -> new HeardEvents(base, null))
                    .hasMessageContaining("429")
                    .hasMessageContaining("earshot.microphone.watchers");
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .until(() -> microphone.status().watchers() == 0);
        assertThatThrownBy(() -> new HeardEvents(base, "x")).hasMessageContaining("'Last-Event-ID'");
        for (String wrong : List.of("-1", "x", "600001", "9".repeat(30))) {
            HttpResponse<String> refused = answer("POST", "/v1/mic/start?no_input_ms=" + wrong);
            assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
            assertThat(refused.body()).contains("'no_input_ms' must be 0 to 600000");
        }
    }

    @Test
    void shouldLetGoWhoeverReadsTooSlowly() throws Exception {
        open(Listen.ON_DEMAND);
        try (Socket slow = new Socket("127.0.0.1", server.actualPort())) {
            slow.getOutputStream().write("GET /v1/events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            Awaitility.await().until(() -> microphone.status().watchers() == 1);

            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                for (int i = 0; i < 100; i++) {
                    microphone.watchers().tellNow("level", EventJson.object().put("x", "x".repeat(10_000)));
                }
                return microphone.status().watchers() == 0;
            });
        }
    }

    @Test
    void shouldSayHowToUseItWhenItIsNotInUse() throws Exception {
        open(new MicrophoneSettings(
                false, Listen.ALWAYS, CaptureSystem.ALSA, Optional.empty(), Optional.of(fake.program())));
        assertThat(ask("GET", "/v1/mic").get("enabled").booleanValue()).isFalse();
        HttpResponse<String> refused = answer("POST", "/v1/mic/start");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("earshot.microphone.enabled");
        assertThat(state()).isEqualTo(State.OFF);
    }

    @Test
    void shouldSayWhichProgramIsMissing() {
        open(new MicrophoneSettings(true, Listen.ALWAYS, CaptureSystem.AUTO, Optional.empty(), Optional.empty()));
        Awaitility.await().until(() -> state() == State.LOST);
        assertThat(microphone.status().note())
                .hasValue("There is no arecord on the path, which microphones are heard with (sudo apt install"
                        + " alsa-utils).");
    }
}
