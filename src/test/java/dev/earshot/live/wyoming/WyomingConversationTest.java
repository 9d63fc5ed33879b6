package dev.earshot.live.wyoming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.Segment;
import dev.earshot.engine.Task;
import dev.earshot.engine.Transcript;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.live.LiveEvents;
import dev.earshot.live.LiveLimits;
import dev.earshot.live.LiveSessions;
import dev.earshot.live.wyoming.WyomingClient.Event;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The protocol, byte by byte, with somebody in the engine's place who says how many seconds it was given. */
@Timeout(60)
class WyomingConversationTest {
    private static final byte[] SECOND = new byte[32_000];

    private final Vertx vertx = Vertx.vertx();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private volatile boolean hang;
    private volatile Optional<String> askedLanguage = Optional.empty();
    private final AtomicInteger readings = new AtomicInteger();
    private final LiveSessions sessions = new LiveSessions(
            new LiveLimits(
                    2, Duration.ofSeconds(60), Duration.ofMillis(50), Duration.ofMinutes(5), Duration.ofHours(1)),
            this::seconds,
            () -> null,
            1,
            LiveEvents.NONE);
    private WyomingServer server;

    @BeforeEach
    void start() {
        serve(Settings.USUAL);
    }

    private void serve(Settings settings) {
        if (server != null) {
            server.close();
        }
        server = new WyomingServer(vertx, settings, sessions, EngineStatus.Loading::new, "1.2.3", List.of());
        server.start();
    }

    @AfterEach
    void stop() {
        hanging.countDown();
        server.close();
        sessions.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** "one two three" after three seconds. */
    private Transcript seconds(float[] samples, TranscriptionOptions options, Cancellation cancellation) {
        readings.incrementAndGet();
        askedLanguage = options.language();
        if (hang) {
            await(hanging);
        }
        List<String> numbers = List.of(" one", " two", " three", " four");
        List<Segment> segments = IntStream.range(0, Math.min(numbers.size(), samples.length / 16_000))
                .mapToObj(i -> new Segment(1000L * i, 1000L * i + 1000, numbers.get(i)))
                .toList();
        return new Transcript(
                Task.TRANSCRIBE,
                Optional.of("en"),
                Optional.empty(),
                Duration.ofMillis(samples.length / 16),
                segments,
                new Transcript.Cost(1, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0, List.of()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private WyomingClient client() {
        return new WyomingClient(server.port());
    }

    private static List<String> types(List<Event> events) {
        return events.stream().map(Event::type).toList();
    }

    private static String joined(List<Event> events) {
        StringBuilder text = new StringBuilder();
        for (Event event : events) {
            if (event.type().equals("transcript-start")) {
                text.setLength(0);
            } else if (event.type().equals("transcript-chunk")) {
                text.append(event.text());
            }
        }
        return text.toString();
    }

    private void nothingIsLeft() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> server.clients() == 0 && sessions.count() == 0);
    }

    @Test
    void shouldSayWhoItIsWhenAskedToDescribeItself() {
        try (WyomingClient client = client()) {
            Event info = client.send("describe").read();

            assertThat(info.type()).isEqualTo("info");
            assertThat(info.line().fieldNames()).toIterable().containsExactly("type", "version", "data_length");
            assertThat(info.data().get("asr")).hasSize(1);
            var program = info.data().at("/asr/0");
            assertThat(program.get("name").textValue()).isEqualTo("earshot");
            assertThat(program.get("version").textValue()).isEqualTo("1.2.3");
            assertThat(program.get("description").textValue()).isNotEmpty();
            assertThat(program.get("installed").booleanValue()).isTrue();
            assertThat(program.at("/attribution/name").textValue()).isEqualTo("Earshot");
            assertThat(program.at("/attribution").has("url")).isTrue();
            assertThat(program.get("supports_transcript_streaming").booleanValue())
                    .isTrue();
            assertThat(program.get("requires_external_vad").booleanValue()).isTrue();
            assertThat(program.get("models")).as("no model is ready").isEmpty();
            for (String other : List.of("tts", "wake", "handle", "intent", "mic", "snd")) {
                assertThat(info.data().get(other).isArray()).as(other).isTrue();
            }
            assertThat(client.send("describe").read().type()).as("stays open").isEqualTo("info");
        }
    }

    @Test
    void shouldHoldAConversationToTheLetter() throws Exception {
        try (WyomingClient client = client()) {
            client.raw(
                    "{\"type\": \"transcribe\", \"version\": \"1.8.0\", \"data_length\": 18}\n{\"language\": \"en\"}");
            client.raw("{\"type\": \"audio-start\", \"version\": \"1.8.0\", \"data_length\": 45}\n"
                    + "{\"rate\": 16000, \"width\": 2, \"channels\": 1   }");
            client.raw(
                    "{\"type\": \"audio-chunk\", \"version\": \"1.8.0\", \"data_length\": 42, \"payload_length\": 32000}\n"
                            + "{\"rate\": 16000, \"width\": 2, \"channels\": 1}");
            client.raw(SECOND);
            client.raw("{\"type\": \"audio-stop\", \"version\": \"1.8.0\"}\n");

            assertThat(client.read().line()).hasToString("{\"type\":\"transcript-start\",\"version\":\"1.8.0\"}");
            Event chunk = client.read();
            assertThat(chunk.line())
                    .hasToString("{\"type\":\"transcript-chunk\",\"version\":\"1.8.0\",\"data_length\":14}");
            assertThat(chunk.data()).hasToString("{\"text\":\"one\"}");
            Event transcript = client.read();
            assertThat(transcript.line())
                    .hasToString("{\"type\":\"transcript\",\"version\":\"1.8.0\",\"data_length\":30}");
            assertThat(transcript.data()).hasToString("{\"text\":\"one\",\"language\":\"en\"}");
            assertThat(client.read().line()).hasToString("{\"type\":\"transcript-stop\",\"version\":\"1.8.0\"}");
            assertThat(askedLanguage).hasValue("en");
        }
    }

    @Test
    void shouldTakeDataInTheLineAsWellAsInABlockOfItsOwn() {
        try (WyomingClient client = client()) {
            client.raw("{\"type\":\"transcribe\",\"data\":{\"language\":\"de-CH\"}}\n"
                    + "{\"type\":\"audio-start\",\"data\":{\"rate\":16000,\"width\":2},\"data_length\":14}\n{\"channels\":1}"
                    + "{\"type\":\"audio-chunk\",\"data\":{\"rate\":16000,\"width\":2,\"channels\":1},"
                    + "\"data_length\":0,\"payload_length\":32000}\n");
            client.raw(SECOND).raw("{\"type\":\"audio-stop\",\"data\":{}}\n");

            List<Event> events = client.readUntil("transcript-stop");

            assertThat(events.get(2).text()).isEqualTo("one");
            assertThat(askedLanguage).as("without its region").hasValue("de");
        }
    }

    @Test
    void shouldUnderstandEventsThatAreCutAnywhere() throws Exception {
        byte[] all = concat(
                WyomingClient.bytes("ping", "{\"text\": \"ä\"}", new byte[0]),
                WyomingClient.bytes("audio-chunk", "{\"rate\":16000,\"width\":2,\"channels\":1}", SECOND),
                WyomingClient.bytes("audio-stop", "", new byte[0]));
        List<String> types = new ArrayList<>();
        for (int size : new int[] {1, 7, 4096, all.length}) {
            types.clear();
            EventReader reader = new EventReader(
                    event -> types.add(event.type() + " " + event.data().size() + " " + event.payload().length));
            for (int from = 0; from < all.length; from += size) {
                reader.feed(java.util.Arrays.copyOfRange(all, from, Math.min(all.length, from + size)));
            }
            assertThat(types).containsExactly("ping 1 0", "audio-chunk 3 32000", "audio-stop 0 0");
        }
    }

    private static byte[] concat(byte[]... parts) {
        var out = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @Test
    void shouldAnswerWithAnEmptyTranscriptWhenThereWasNoAudio() {
        try (WyomingClient client = client()) {
            client.start().send("audio-stop");
            assertThat(client.readUntil("transcript").get(1).data()).hasToString("{\"text\":\"\"}");
            client.readUntil("transcript-stop");
            client.send("transcribe", "{\"language\": \"en\"}").send("audio-stop");
            assertThat(client.readUntil("transcript-stop").get(1).text()).isEmpty();
            assertThat(readings).hasValue(0);
        }
    }

    @Test
    void shouldPongWithTheSameText() {
        try (WyomingClient client = client()) {
            assertThat(client.send("ping", "{\"text\": \"ä\"}").read().data()).hasToString("{\"text\":\"ä\"}");
            assertThat(client.send("ping").read().line()).hasToString("{\"type\":\"pong\",\"version\":\"1.8.0\"}");
        }
    }

    @Test
    void shouldServeOneUtteranceAfterTheOtherAndIgnoreWhatItDoesNotKnow() throws Exception {
        try (WyomingClient client = client()) {
            for (String text : List.of("one", "one two", "one two three")) {
                client.send("detect", "{\"names\": []}");
                client.speak(new byte[SECOND.length * text.split(" ").length], false);
                List<Event> events = client.readUntil("transcript-stop");
                assertThat(events.get(events.size() - 2).text()).isEqualTo(text);
                assertThat(joined(events)).isEqualTo(text);
            }
        }
        nothingIsLeft();
    }

    @Test
    void shouldSendStableTextWhileSomebodySpeaks() throws Exception {
        try (WyomingClient client = client()) {
            client.speak(new byte[4 * SECOND.length], true);

            List<Event> events = client.readUntil("transcript-stop");

            assertThat(types(events)).startsWith("transcript-start").endsWith("transcript", "transcript-stop");
            assertThat(types(events).stream().filter("transcript-chunk"::equals).count())
                    .as("chunks")
                    .isGreaterThan(1);
            assertThat(joined(events)).isEqualTo("one two three four");
        }
    }

    @Test
    void shouldBeginTheChunksAnewWhenTheFinalTextContradictsThem() {
        GrowingText text = new GrowingText();
        List<WyomingEvent> events = new ArrayList<>(text.stable("the whether"));

        events.addAll(text.known("the weather"));
        events.addAll(text.stable("is"));
        events.addAll(text.known("is fine"));

        assertThat(events.stream()
                        .map(event -> event.type()
                                + event.string("text").map(" "::concat).orElse("")))
                .containsExactly(
                        "transcript-start",
                        "transcript-chunk the whether",
                        "transcript-start",
                        "transcript-chunk the weather",
                        "transcript-chunk  is",
                        "transcript-chunk  fine");
        assertThat(text.text()).isEqualTo("the weather is fine");
    }

    @Test
    void shouldSayWhatIsWrongAndGoOnWhenARequestCannotBeMet() throws Exception {
        try (WyomingClient client = client()) {
            client.send("transcribe", "{\"language\": \"xx\"}");
            Event error = client.read();
            assertThat(error.type()).isEqualTo("error");
            assertThat(error.text()).contains("'language'").contains("ISO 639-1");
            assertThat(error.data().get("code").textValue()).isEqualTo("bad_request");

            client.send("transcribe", "{}").send("audio-start", "{\"rate\": 16000, \"width\": 7, \"channels\": 1}");
            assertThat(client.read().text()).isEqualTo("The sample width must be 1 to 4 bytes, not 7.");
            client.chunk(SECOND).send("audio-stop");

            client.send("audio-start", "{\"rate\": \"x\", \"width\": 2, \"channels\": 1}");
            assertThat(client.read().text()).contains("'rate' is not");
            client.send("audio-stop");

            client.speak(SECOND, false);
            assertThat(types(client.readUntil("transcript-stop")))
                    .as("one answer each")
                    .hasSize(4);
        }
    }

    @Test
    void shouldGiveUpATextInTimeAndSaySo() throws Exception {
        serve(new Settings(4, Duration.ofMillis(300), List.of()));
        hang = true;
        try (WyomingClient client = client()) {
            client.speak(SECOND, false);

            Event error = client.read();

            assertThat(error.type()).isEqualTo("error");
            assertThat(error.data().get("code").textValue()).isEqualTo("deadline");
            assertThat(error.text()).contains("earshot.wyoming.answer-within");
            hang = false;
            hanging.countDown();
            client.speak(SECOND, false);
            assertThat(client.readUntil("transcript-stop").get(2).text()).isEqualTo("one");
        }
        nothingIsLeft();
    }

    @Test
    void shouldEndTheConnectionWithAReasonWhenItIsNotTheProtocol() {
        String huge = "{\"type\":\"" + "x".repeat(EventReader.MOST_LINE) + "\"}\n";
        for (String garbage : List.of(
                "GET / HTTP/1.1\r\n",
                "\n",
                "[1]\n",
                "{\"type\":5}\n",
                "{\"type\":\"ping\",\"data\":[]}\n",
                "{\"type\":\"ping\",\"data_length\":-1}\n",
                "{\"type\":\"ping\",\"data_length\":2}\n[]",
                "{\"type\":\"ping\",\"data_length\":65537}\n",
                "{\"type\":\"audio-chunk\",\"payload_length\":1048577}\n",
                "{\"type\":\"audio-chunk\",\"payload_length\":99999999999999999999}\n",
                "{\"type\":\"audio-chunk\",\"payload_length\":1e3}\n",
                huge)) {
            try (WyomingClient client = client()) {
                Event error = client.raw(garbage).read();
                assertThat(error.type()).as(garbage).isEqualTo("error");
                assertThat(error.text()).endsWith(".").doesNotContain("GET").hasSizeLessThan(150);
                assertThat(error.data().get("code").textValue()).isIn("bad_request", "too_large");
                assertThat(client.read()).as("closed").isNull();
            }
        }
        nothingIsLeft();
    }

    @Test
    void shouldLeaveNothingBehindWhenClientsBreakOff() throws Exception {
        byte[] half = WyomingClient.bytes("audio-chunk", "{\"rate\":16000,\"width\":2,\"channels\":1}", SECOND);
        for (int length : new int[] {5, 60, 200, half.length - 1, half.length}) {
            WyomingClient client = client();
            client.start().chunk(SECOND).raw(java.util.Arrays.copyOf(half, length));
            client.breakOff();
            nothingIsLeft();
        }
        hang = true;
        WyomingClient client = client();
        client.speak(SECOND, false);
        Awaitility.await().until(() -> readings.get() > 0);
        client.breakOff();
        nothingIsLeft();
    }

    @Test
    void shouldHearSeveralClientsAtOnceAndRefuseTheOneTooMany() throws Exception {
        try (WyomingClient first = client();
                WyomingClient second = client();
                WyomingClient third = client()) {
            first.start().chunk(SECOND);
            second.start().chunk(SECOND).chunk(SECOND);
            Awaitility.await().until(() -> sessions.count() == 2);

            third.start().chunk(SECOND);

            Event error = third.read();
            assertThat(error.data().get("code").textValue()).isEqualTo("busy");
            assertThat(error.text()).contains("earshot.live.sessions");
            first.send("audio-stop");
            second.send("audio-stop");
            assertThat(joined(first.readUntil("transcript-stop"))).isEqualTo("one");
            assertThat(joined(second.readUntil("transcript-stop"))).isEqualTo("one two");
            third.chunk(SECOND).send("audio-stop").speak(SECOND, false);
            assertThat(joined(third.readUntil("transcript-stop"))).isEqualTo("one");

            try (WyomingClient fourth = client();
                    WyomingClient fifth = client()) {
                fourth.send("ping").read();
                assertThat(fifth.read().text()).contains("earshot.wyoming.connections");
                assertThat(fifth.read()).isNull();
            }
        }
        nothingIsLeft();
    }

    @Test
    void shouldPassOnWhyAnUtteranceCouldNotBeRead() throws Exception {
        LiveSessions failing = new LiveSessions(
                new LiveLimits(
                        2, Duration.ofSeconds(60), Duration.ofSeconds(9), Duration.ofMinutes(5), Duration.ofHours(1)),
                (samples, options, cancellation) -> {
                    throw new EngineException(ErrorCode.NOT_READY, "The model is being loaded.");
                },
                () -> null,
                1,
                LiveEvents.NONE);
        try (WyomingServer other =
                new WyomingServer(vertx, Settings.USUAL, failing, EngineStatus.Loading::new, "1.2.3", List.of())) {
            other.start();
            try (WyomingClient client = new WyomingClient(other.port())) {
                client.speak(SECOND, false);
                Event error = client.read();
                assertThat(error.data())
                        .hasToString("{\"text\":\"The model is being loaded.\",\"code\":\"not_ready\"}");
                assertThat(client.send("ping").read().type())
                        .as("the next answer")
                        .isEqualTo("pong");
            }
        } finally {
            failing.close();
        }
    }

    @Test
    void shouldLetInOnlyWhoIsOnTheList() {
        Peers peers = new Peers(List.of("192.168.1.0/24", "10.0.0.7", "fd00::/8"));
        for (String address : List.of("192.168.1.200", "10.0.0.7", "fd12::1", "127.0.0.1", "::1")) {
            assertThat(peers.include(new java.net.InetSocketAddress(address, 0)))
                    .as(address)
                    .isTrue();
        }
        for (String address : List.of("192.168.2.1", "10.0.0.8", "fe80::1", "8.8.8.8")) {
            assertThat(peers.include(new java.net.InetSocketAddress(address, 0)))
                    .as(address)
                    .isFalse();
        }
        assertThat(new Peers(List.of()).include(new java.net.InetSocketAddress("8.8.8.8", 0)))
                .isTrue();
        for (String wrong : List.of("example.org", "10.0.0.0/33", "10.0.0.0/", "fd00::/129", "10.0.0")) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new Peers(List.of(wrong))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("earshot.wyoming.peers: '" + wrong + "'");
        }
    }

    @Test
    void shouldKeepItsBoundsWhenALineNeverEnds() {
        EventReader reader = new EventReader(event -> {});
        byte[] piece = "x".repeat(1000).getBytes(StandardCharsets.UTF_8);
        EngineException refused = org.assertj.core.api.Assertions.catchThrowableOfType(EngineException.class, () -> {
            for (int i = 0; i <= EventReader.MOST_LINE / 1000; i++) {
                reader.feed(piece);
            }
        });
        assertThat(refused.code()).isEqualTo(ErrorCode.TOO_LARGE);
    }
}
