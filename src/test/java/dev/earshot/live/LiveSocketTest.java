package dev.earshot.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.Task;
import dev.earshot.engine.Transcript;
import dev.earshot.engine.TranscriptionOptions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that send too much, read too little, or meet a fault of ours. */
class LiveSocketTest {
    private static final int RATE = 16_000;
    private static final int MINUTE = 60 * RATE;
    private static final int MESSAGE = 10 * RATE;
    private static final int MINUTES = 8;
    private static final int MOST_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CountDownLatch mayRead = new CountDownLatch(1);
    private final AtomicLong appended = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final LiveSessions sessions = new LiveSessions(
            new LiveLimits(
                    2, Duration.ofSeconds(60), Duration.ofMillis(300), Duration.ofMinutes(5), Duration.ofHours(1)),
            (samples, options, cancellation) -> {
                try {
                    mayRead.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                read.addAndGet(samples.length);
                return new Transcript(
                        Task.TRANSCRIBE, Optional.empty(), Optional.empty(), Duration.ZERO, List.of(), null);
            },
            () -> null,
            1,
            LiveEvents.NONE);
    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    @BeforeEach
    void listen() {
        HttpServerOptions options = new HttpServerOptions();
        LiveServerOptions.apply(options, MOST_BYTES);
        server = vertx.createHttpServer(options)
                .requestHandler(request -> request.toWebSocket()
                        .onSuccess(socket -> LiveSocket.serve(socket, sessions, MOST_BYTES, Samples::new, () -> {})));
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void stop() {
        mayRead.countDown();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        sessions.close();
    }

    /** A byte is a sample. */
    private final class Samples implements LiveProtocol {
        private final LiveSocket socket;

        Samples(LiveSocket socket) {
            this.socket = socket;
        }

        @Override
        public SessionOptions options() {
            return new SessionOptions(
                    Optional.empty(),
                    false,
                    false,
                    TranscriptionOptions.builder().build());
        }

        @Override
        public void opened() {
            socket.send("opened");
        }

        @Override
        public void text(String message) {
            switch (message) {
                case "flush" -> socket.session().flush();
                case "flood" -> {
                    for (int i = 0; i < 2_000; i++) {
                        socket.send("x".repeat(10_000));
                    }
                }
                default -> throw new IllegalStateException("a fault");
            }
        }

        @Override
        public void audio(byte[] bytes) {
            appended.addAndGet(bytes.length);
            socket.append(new float[bytes.length]);
        }

        @Override
        public void event(LiveEvent event) {
            if (event instanceof LiveEvent.Flushed) {
                socket.send("flushed");
            }
        }

        @Override
        public void failed(EngineException reason) {
            socket.send(reason.getMessage());
        }
    }

    private static final class Client implements WebSocket.Listener {
        private final StringBuffer said = new StringBuffer();
        private final CompletableFuture<Integer> end = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            said.append(text).append(last ? "\n" : "");
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            end.complete(code);
            return null;
        }
    }

    private WebSocket connect(Client client) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + server.actualPort()), client)
                .join();
    }

    @Test
    void shouldMakeAClientWaitThatSendsFasterThanItIsHeardAndLoseNothing() {
        Client client = new Client();
        WebSocket socket = connect(client);
        CompletableFuture<?> sending = CompletableFuture.runAsync(() -> {
            for (int sent = 0; sent < MINUTES * MINUTE; sent += MESSAGE) {
                socket.sendBinary(ByteBuffer.allocate(MESSAGE), true).join();
            }
            socket.sendText("flush", true).join();
        });

        await().atMost(PATIENCE).until(() -> appended.get() > MINUTE);
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> appended.get() <= 2 * MINUTE);
        assertThat(client.said).asString().doesNotContain("flushed");
        mayRead.countDown();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(client.said).asString().contains("flushed"));
        sending.join();
        assertThat(appended).hasValue(MINUTES * MINUTE);
        assertThat(read).hasValue(MINUTES * MINUTE);
        socket.abort();
        await().atMost(PATIENCE).until(() -> sessions.count() == 0);
    }

    @Test
    void shouldLetAClientGoThatDoesNotRead() throws Exception {
        try (Socket client = new Socket("127.0.0.1", server.actualPort())) {
            client.setReceiveBufferSize(4_096);
            client.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            await().atMost(PATIENCE).until(() -> sessions.count() == 1);

            // A masked text frame, with a mask that changes nothing.
            client.getOutputStream()
                    .write(new byte[] {(byte) 0x81, (byte) (0x80 | 5), 0, 0, 0, 0, 'f', 'l', 'o', 'o', 'd'});

            await().atMost(PATIENCE).until(() -> sessions.count() == 0);
            InputStream in = client.getInputStream();
            String all = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(all).contains("The client does not read what it is told.");
            assertThat(all.length()).isLessThan(2_000 * 10_000 / 2);
        }
    }

    @Test
    void shouldSayThatItIsOurFault() {
        Client client = new Client();
        WebSocket socket = connect(client);

        socket.sendText("anything", true).join();

        assertThat(client.end.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(LiveSocket.OUR_FAULT);
        assertThat(client.said).asString().isEqualTo("opened\nEarshot has failed; its log says why.\n");
        await().atMost(PATIENCE).until(() -> sessions.count() == 0);
    }
}
