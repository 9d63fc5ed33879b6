package dev.earshot.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A client that speaks JSON over a WebSocket and keeps what it is told. */
final class LiveClient implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** How a connection ended. */
    record End(int code, String reason) {}

    private final StringBuilder text = new StringBuilder();
    private final BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
    private final List<JsonNode> taken = new ArrayList<>();
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private WebSocket socket;

    static LiveClient connect(URI base, String path) {
        return connect(CLIENT.newWebSocketBuilder(), base, path);
    }

    static LiveClient connect(WebSocket.Builder builder, URI base, String path) {
        LiveClient client = new LiveClient();
        URI address = URI.create("ws://" + base.getAuthority()).resolve(path);
        client.socket = builder.connectTimeout(Duration.ofSeconds(30))
                .buildAsync(address, client)
                .join();
        return client;
    }

    static WebSocket.Builder builder() {
        return CLIENT.newWebSocketBuilder();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            told.add(Answer.json(text.toString()));
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end.complete(new End(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end.completeExceptionally(error);
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    void send(String message) {
        socket.sendText(message, true).join();
    }

    void send(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** One message. */
    void sendInFrames(byte[] bytes, int frame) {
        for (int from = 0; from < bytes.length; from += frame) {
            int to = Math.min(bytes.length, from + frame);
            socket.sendBinary(ByteBuffer.wrap(bytes, from, to - from), to == bytes.length)
                    .exceptionally(refused -> socket)
                    .join();
        }
    }

    /** In pieces, as fast as possible or as fast as it was spoken. */
    void speak(byte[] audio, int piece, Duration each) {
        long due = System.nanoTime();
        for (int from = 0; from < audio.length; from += piece) {
            sleepUntil(due);
            due += each.toNanos();
            send(Arrays.copyOfRange(audio, from, Math.min(audio.length, from + piece)));
        }
    }

    static void sleepUntil(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The next thing it is told. */
    JsonNode next() {
        try {
            JsonNode next = told.poll(Api.LONGEST.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("Nothing came after " + taken);
            }
            taken.add(next);
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    JsonNode await(String type) {
        return await(message -> message.path("type").asText().equals(type));
    }

    JsonNode await(Predicate<JsonNode> wanted) {
        JsonNode next = next();
        while (!wanted.test(next)) {
            next = next();
        }
        return next;
    }

    /** All that {@link #next} and {@link #await} have seen. */
    List<JsonNode> taken() {
        return List.copyOf(taken);
    }

    List<JsonNode> taken(String type) {
        return taken.stream()
                .filter(message -> message.path("type").asText().equals(type))
                .toList();
    }

    End end() {
        return end.orTimeout(Api.LONGEST.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Without a word. */
    void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
    }

    /** A clip as bare samples. @param format s16le, mulaw or alaw */
    static byte[] audio(Clip clip, String format, int rate) {
        try {
            Process ffmpeg = new ProcessBuilder(
                            "ffmpeg",
                            "-v",
                            "error",
                            "-i",
                            clip.path().toString(),
                            "-f",
                            format,
                            "-ac",
                            "1",
                            "-ar",
                            String.valueOf(rate),
                            "-")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            byte[] audio = ffmpeg.getInputStream().readAllBytes();
            if (ffmpeg.waitFor() != 0 || audio.length == 0) {
                throw new AssertionError("ffmpeg cannot convert " + clip);
            }
            return audio;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
