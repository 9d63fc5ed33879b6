package dev.earshot.http;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Receives one multipart form and hands it on to the resource. Used on the request's event loop only; gives back what it
 * holds when the response has ended or the connection has.
 */
final class UploadReceiver {
    private static final String FILE_FIELD = "file";

    /** All text fields and the framing of the form together. */
    private static final long MOST_OTHER_BYTES = 1 << 20;

    /** One byte now and then would hold a place for ever; telephone speech has 1,600 bytes a second at the least. */
    private static final long LEAST_BYTES_A_SECOND = 1000;

    private static final double JUDGED_AFTER_SECONDS = 60;

    private final Vertx vertx;
    private final UploadStore store;
    private final UploadsConfig config;
    private final RoutingContext context;
    private final UploadStore.Reservation reservation;
    private final UploadSink sink;
    private final boolean lengthAnnounced;
    private Future<Void> received;
    private final long begun = System.nanoTime();
    private long fileBytes;
    private long bodyBytes;
    private long lastHeard = System.nanoTime();
    private boolean over;

    UploadReceiver(
            Vertx vertx,
            UploadStore store,
            UploadsConfig config,
            RoutingContext context,
            UploadStore.Reservation reservation) {
        this.vertx = vertx;
        this.store = store;
        this.config = config;
        this.context = context;
        this.reservation = reservation;
        this.sink = new UploadSink(vertx, store, reservation, config.memory().asLongValue());
        this.lengthAnnounced = context.request().getHeader("Content-Length") != null;
    }

    void start() {
        HttpServerRequest request = context.request();
        long stallMs = config.stallTimeout().toMillis();
        long watch = vertx.setPeriodic(Math.max(1, stallMs / 4), timer -> checkStall(stallMs));
        context.addEndHandler(end -> {
            if (end.failed()) {
                // Not only a caller who left: Vert.x reports a form that cannot be read here first, and that caller
                // waits.
                fail(badForm(end.cause()));
            }
            vertx.cancelTimer(watch);
            release();
        });
        request.exceptionHandler(e -> fail(badForm(e)));
        request.setExpectMultipart(true);
        request.handler(chunk -> meterForm(chunk.length()));
        request.uploadHandler(this::part);
        // The watch goes on until the recording is whole: a form may end inside it, and nobody says so.
        request.endHandler(end -> (received == null ? Future.<Void>succeededFuture() : received)
                .onSuccess(done -> {
                    vertx.cancelTimer(watch);
                    handOn();
                })
                .onFailure(this::fail));
        request.resume();
    }

    /** Once more does nothing. */
    private void release() {
        over = true;
        sink.discard();
        reservation.close();
    }

    private void part(HttpServerFileUpload upload) {
        if (!upload.name().equals(FILE_FIELD)) {
            upload.handler(chunk -> {
                try {
                    meter(chunk.length());
                } catch (EngineException e) {
                    fail(e);
                }
            });
            return;
        }
        if (received != null) {
            fail(EngineException.badParameter(
                    FILE_FIELD, "There is more than one 'file'; send one recording a request."));
            upload.handler(chunk -> {});
            return;
        }
        received = sink.receive(upload, context.request(), this::meter);
        received.onFailure(this::fail);
    }

    private void meter(int bytes) {
        if (over) {
            return;
        }
        lastHeard = System.nanoTime();
        fileBytes += bytes;
        if (fileBytes > config.maxBody().asLongValue()) {
            throw EngineException.ofParameter(
                    ErrorCode.TOO_LARGE,
                    FILE_FIELD,
                    "The recording has more than " + config.maxBody().asLongValue()
                            + " bytes (earshot.uploads.max-body).");
        }
        if (!lengthAnnounced) {
            reservation.grow(bytes);
        }
    }

    /** Sees every byte of the body after the form's reader has; what is not the recording's must stay small. */
    private void meterForm(int bytes) {
        bodyBytes += bytes;
        if (!over && bodyBytes - fileBytes > MOST_OTHER_BYTES) {
            fail(new EngineException(
                    ErrorCode.TOO_LARGE,
                    "The form's fields besides the recording have more than " + MOST_OTHER_BYTES + " bytes."));
        }
    }

    private void checkStall(long stallMs) {
        if (over) {
            return;
        }
        long now = System.nanoTime();
        if (now - lastHeard > stallMs * 1_000_000) {
            fail(new EngineException(
                    ErrorCode.BAD_REQUEST,
                    "Nothing more of the recording came for " + stallMs + " ms (earshot.uploads.stall-timeout)."));
        }
        double seconds = (now - begun) / 1e9;
        if (seconds > JUDGED_AFTER_SECONDS && fileBytes < LEAST_BYTES_A_SECOND * seconds) {
            fail(new EngineException(
                    ErrorCode.BAD_REQUEST,
                    "The recording comes too slowly: " + fileBytes + " bytes in " + (long) seconds + " s."));
        }
    }

    private void handOn() {
        if (over) {
            return;
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        MultiMap attributes = context.request().formAttributes();
        attributes.names().forEach(name -> fields.put(name, attributes.getAll(name)));
        Optional<Upload> upload = received == null ? Optional.empty() : Optional.of(sink.upload());
        Context eventLoop = vertx.getOrCreateContext();
        new UploadedForm(fields, upload, () -> eventLoop.runOnContext(now -> release())).attachTo(context);
        context.next();
    }

    /** Answers once, and closes the connection: what is still to come of the body is of no use. */
    private void fail(Throwable e) {
        if (over || context.response().ended()) {
            return;
        }
        over = true;
        Answers.failAndClose(context, asKnown(e));
    }

    private EngineException asKnown(Throwable e) {
        return e instanceof EngineException known ? known : notStored(e);
    }

    private EngineException notStored(Throwable e) {
        return store.hasDisk() && !String.valueOf(e.getMessage()).contains("No space left")
                ? new EngineException(ErrorCode.INTERNAL, "The recording could not be stored: " + e.getMessage(), e)
                : new EngineException(ErrorCode.DISK_FULL, "The disk ran full while the recording was received.", e);
    }

    private static EngineException badForm(Throwable e) {
        return new EngineException(ErrorCode.BAD_REQUEST, "The multipart form cannot be read: " + e.getMessage(), e);
    }
}
