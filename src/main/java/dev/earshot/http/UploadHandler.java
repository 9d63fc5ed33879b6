package dev.earshot.http;

import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Set;

/**
 * Decides whether a recording may come in, before its body is read, and receives it.
 *
 * <p>Stands in front of the resources instead of leaving multipart bodies to them: what is refused for a full queue, a full
 * disk or its announced length must cost neither memory nor disk, and small recordings never touch the disk at all.
 */
@Singleton
final class UploadHandler {
    /** After {@link AccessGuard}. */
    private static final int PRIORITY = 900;

    /** Multipart framing and text fields may add this to the recording's own size. */
    private static final long FORM_OVERHEAD = 1 << 20;

    private final Vertx vertx;
    private final Engine engine;
    private final UploadStore store;
    private final UploadsConfig config;
    private final Set<String> paths;
    private final RequestEvents events;

    @Inject
    UploadHandler(
            Vertx vertx,
            Engine engine,
            UploadStore store,
            UploadsConfig config,
            ParameterTables tables,
            RequestEvents events) {
        this.paths = tables.all().keySet();
        this.events = events;
        this.vertx = vertx;
        this.engine = engine;
        this.store = store;
        this.config = config;
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, PRIORITY);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.method() != HttpMethod.POST || !paths.contains(withoutSlash(context.normalizedPath()))) {
            context.next();
            return;
        }
        RequestOutcome.watch(context, events);
        UploadStore.Reservation reservation;
        try {
            reservation = admit(request);
        } catch (EngineException e) {
            refuse(context, e);
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        new UploadReceiver(vertx, store, config, context, reservation).start();
    }

    /** The routes of the resources match with a slash at the end, too. */
    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private UploadStore.Reservation admit(HttpServerRequest request) {
        requireForm(request);
        engine.checkRoom();
        long announced = announcedLength(request);
        UploadStore.Reservation reservation = store.reserve();
        try {
            reservation.grow(announced);
            if (announced > config.memory().asLongValue()) {
                reservation.promiseDisk(announced);
            }
            return reservation;
        } catch (EngineException e) {
            reservation.close();
            throw e;
        }
    }

    /**
     * Answers at once and lets the rest of the body fall on the floor: clients that write before they read would otherwise
     * see a broken connection instead of the answer. A long body is not waited for.
     */
    private void refuse(RoutingContext context, EngineException e) {
        HttpServerRequest request = context.request();
        long length = lengthHeader(request);
        request.handler(chunk -> {});
        request.resume();
        if (length < 0 || length > config.memory().asLongValue() + FORM_OVERHEAD) {
            Answers.failAndClose(context, e);
        } else {
            Answers.fail(context, e);
        }
    }

    private static void requireForm(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        boolean form = type != null
                && type.regionMatches(true, 0, "multipart/form-data", 0, "multipart/form-data".length())
                && type.toLowerCase(Locale.ROOT).contains("boundary=");
        if (!form) {
            throw EngineException.badParameter(
                    "file",
                    "Send the recording as multipart/form-data in a field named 'file'"
                            + " (curl -F file=@recording.wav ...).");
        }
    }

    private long announcedLength(HttpServerRequest request) {
        long length = lengthHeader(request);
        long limit = config.maxBody().asLongValue();
        if (length > limit + FORM_OVERHEAD) {
            throw EngineException.ofParameter(
                    ErrorCode.TOO_LARGE,
                    "file",
                    "The request has " + length + " bytes; at most " + limit
                            + " are taken (earshot.uploads.max-body).");
        }
        return Math.max(0, length);
    }

    /** @return -1 where the client does not say */
    private static long lengthHeader(HttpServerRequest request) {
        try {
            String header = request.getHeader("Content-Length");
            return header == null ? -1 : Long.parseLong(header.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
