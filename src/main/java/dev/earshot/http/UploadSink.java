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
    private boolean discarded;
    private final Promise<Void> done = Promise.promise();
    private Future<Void> opening = Future.succeededFuture();

    UploadSink(Vertx vertx, UploadStore store, UploadStore.Reservation reservation, long memoryLimit) {
        this.vertx = vertx;
        this.store = store;
        this.reservation = reservation;
        this.memoryLimit = memoryLimit;
    }

    /**
     * Reads everything the client sends; fails if the meter refuses or the disk does.
     *
     * @param request paused where the disk is slower than the client; pausing the part alone can leave the connection paused
     */
    Future<Void> receive(ReadStream<Buffer> upload, ReadStream<Buffer> request, Meter meter) {
        upload.exceptionHandler(done::tryFail);
        upload.endHandler(end -> opening.compose(opened -> finish())
                .onComplete(done)
                // A file that is closed says no more that it has drained, and the end of the form must come through.
                .onComplete(closed -> request.resume()));
        upload.handler(chunk -> {
            try {
                meter.received(chunk.length());
                accept(request, chunk);
            } catch (RuntimeException e) {
                done.tryFail(e);
            }
        });
        return done.future();
    }

    private void accept(ReadStream<Buffer> request, Buffer chunk) {
        if (discarded) {
            return;
        }
        size += chunk.length();
        if (file != null) {
            write(request, chunk);
        } else if (path != null) {
            // Little comes while the file is being opened: the request is paused.
            memory.appendBuffer(chunk);
        } else if (size <= memoryLimit && reservation.growMemory(chunk.length())) {
            memory.appendBuffer(chunk);
        } else {
            memory.appendBuffer(chunk);
            opening = open(request).onFailure(done::tryFail);
        }
    }

    private Future<Void> open(ReadStream<Buffer> request) {
        reservation.writeDisk(memory.length());
        request.pause();
        path = store.newFile();
        OpenOptions options = new OpenOptions().setCreateNew(true).setPerms("rw-------");
        return vertx.fileSystem().open(path.toString(), options).map(opened -> {
            file = opened;
            file.exceptionHandler(done::tryFail);
            file.write(memory);
            memory = Buffer.buffer();
            reservation.releaseMemory();
            request.resume();
            return null;
        });
    }

    private void write(ReadStream<Buffer> request, Buffer chunk) {
        reservation.writeDisk(chunk.length());
        file.write(chunk);
        if (file.writeQueueFull()) {
            request.pause();
            file.drainHandler(drained -> request.resume());
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
        if (path != null) {
            return new Upload(AudioSource.of(path), size, Optional.of(path));
        }
        byte[] bytes = memory.getBytes();
        memory = Buffer.buffer();
        return new Upload(AudioSource.of(bytes), size, Optional.empty());
    }

    /** Closes and removes the file, if there is one; what still comes is dropped. */
    void discard() {
        discarded = true;
        memory = Buffer.buffer();
        opening.onComplete(opened -> {
            finish();
            if (path != null) {
                vertx.fileSystem().delete(path.toString());
                path = null;
            }
        });
    }
}
