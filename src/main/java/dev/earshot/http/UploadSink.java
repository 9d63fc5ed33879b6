package dev.earshot.http;

import dev.earshot.audio.AudioSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.streams.ReadStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Receives one recording: in memory up to a size and while there is room, on disk beyond. Used on the request's event loop only.
 */
final class UploadSink {
    /** Told of every chunk before it is kept; throws to refuse it. */
    @FunctionalInterface
    interface Meter {
        void received(int bytes);
    }

    private final Vertx vertx;
    private final UploadStore store;
    private final UploadStore.Reservation reservation;
    private final long memoryLimit;
    private Buffer memory = Buffer.buffer();
    private long size;
    private Path path;
    private AsyncFile file;

    UploadSink(Vertx vertx, UploadStore store, UploadStore.Reservation reservation, long memoryLimit) {
        this.vertx = vertx;
        this.store = store;
        this.reservation = reservation;
        this.memoryLimit = memoryLimit;
    }

    /** Reads everything the client sends; fails if the meter refuses or the disk does. */
    Future<Void> receive(ReadStream<Buffer> upload, Meter meter) {
        Promise<Void> done = Promise.promise();
        upload.exceptionHandler(done::tryFail);
        upload.endHandler(end -> finish().onComplete(done));
        upload.handler(chunk -> {
            try {
                meter.received(chunk.length());
                accept(upload, chunk, done);
            } catch (RuntimeException e) {
                done.tryFail(e);
            }
        });
        return done.future();
    }

    private void accept(ReadStream<Buffer> upload, Buffer chunk, Promise<Void> done) {
        size += chunk.length();
        if (file != null) {
            write(upload, chunk);
        } else if (size <= memoryLimit && reservation.growMemory(chunk.length())) {
            memory.appendBuffer(chunk);
        } else {
            upload.pause();
            path = store.newFile();
            OpenOptions options = new OpenOptions().setCreateNew(true).setPerms("rw-------");
            vertx.fileSystem()
                    .open(path.toString(), options)
                    .onSuccess(opened -> {
                        file = opened;
                        file.exceptionHandler(done::tryFail);
                        write(upload, memory.appendBuffer(chunk));
                        memory = Buffer.buffer();
                        reservation.releaseMemory();
                        upload.resume();
                    })
                    .onFailure(done::tryFail);
        }
    }

    private void write(ReadStream<Buffer> upload, Buffer chunk) {
        file.write(chunk);
        if (file.writeQueueFull()) {
            upload.pause();
            file.drainHandler(drained -> upload.resume());
        }
    }

    private Future<Void> finish() {
        if (file == null) {
            return Future.succeededFuture();
        }
        AsyncFile full = file;
        file = null;
        return full.close();
    }

    /** What was received; once {@link #receive} has ended well. */
    Upload upload() {
        return path == null
                ? new Upload(AudioSource.of(memory.getBytes()), size, Optional.empty())
                : new Upload(AudioSource.of(path), size, Optional.of(path));
    }

    /** Closes and removes the file, if there is one. */
    void discard() {
        finish();
        if (path != null) {
            vertx.fileSystem().delete(path.toString());
        }
    }
}
