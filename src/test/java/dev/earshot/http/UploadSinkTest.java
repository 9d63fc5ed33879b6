package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadSinkTest {
    /** More than an asynchronous file takes before it asks for a pause. */
    private static final int LARGE = 1 << 20;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();

    /** What a client sends, by hand. */
    private static final class Scripted implements ReadStream<Buffer> {
        private Handler<Buffer> handler;
        private Handler<Void> end;
        private volatile boolean paused;
        private final CompletableFuture<Void> resumed = new CompletableFuture<>();

        @Override
        public ReadStream<Buffer> exceptionHandler(Handler<Throwable> failed) {
            return this;
        }

        @Override
        public ReadStream<Buffer> handler(Handler<Buffer> chunk) {
            handler = chunk;
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(Handler<Void> ended) {
            end = ended;
            return this;
        }

        @Override
        public ReadStream<Buffer> pause() {
            paused = true;
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            paused = false;
            resumed.complete(null);
            return this;
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            throw new UnsupportedOperationException();
        }
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    /** The last bytes of the recording fill the file's queue, and its end comes with them: the form's end must still come. */
    @Test
    void shouldLeaveTheRequestRunningWhenTheLastBytesWereTooMany() throws Exception {
        UploadStore.Bounds bounds = new UploadStore.Bounds(1, 4 * LARGE, LARGE, 0);
        try (UploadStore store = new UploadStore(folder, bounds)) {
            UploadStore.Reservation reservation = store.reserve();
            UploadSink sink = new UploadSink(vertx, store, reservation, 1);
            Scripted part = new Scripted();
            Scripted request = new Scripted();
            Context eventLoop = vertx.getOrCreateContext();
            CompletableFuture<Future<Void>> received = new CompletableFuture<>();
            eventLoop.runOnContext(go -> {
                received.complete(sink.receive(part, request, bytes -> {}));
                part.handler.handle(Buffer.buffer(new byte[2]));
            });
            get(request.resumed); // the file is open

            CompletableFuture<Boolean> full = new CompletableFuture<>();
            eventLoop.runOnContext(go -> {
                part.handler.handle(Buffer.buffer(new byte[LARGE]));
                full.complete(request.paused);
                part.end.handle(null);
            });

            assertThat(get(full)).as("asked for a pause").isTrue();
            get(get(received).toCompletionStage().toCompletableFuture());
            CompletableFuture<Boolean> paused = new CompletableFuture<>();
            eventLoop.runOnContext(go -> paused.complete(request.paused));
            assertThat(get(paused)).as("still paused").isFalse();
            try (var files = Files.walk(folder)) {
                assertThat(files.filter(file -> file.getFileName().toString().startsWith("upload"))
                                .mapToLong(file -> file.toFile().length())
                                .sum())
                        .isEqualTo(LARGE + 2);
            }
            reservation.close();
        }
    }
}
