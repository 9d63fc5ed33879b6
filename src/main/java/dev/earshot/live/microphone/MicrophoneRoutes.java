package dev.earshot.live.microphone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** {@code /v1/mic} and {@code /v1/events}; who may call is settled in front of all routes. */
@Singleton
public final class MicrophoneRoutes {
    private static final String JSON = "application/json";

    /** A connection that is gone shows when something is written to it. */
    private static final long BEAT_MS = 15_000;

    /** Of events that somebody has not read; beyond it they are too slow, and come back with their last number. */
    private static final int UNREAD_BYTES = 64 * 1024;

    private static final Duration MOST_PATIENCE = Duration.ofMinutes(10);

    private final Microphone microphone;
    private final Vertx vertx;

    @Inject
    MicrophoneRoutes(Microphone microphone, Vertx vertx) {
        this.microphone = microphone;
        this.vertx = vertx;
    }

    void register(@Observes Router router) {
        router.get("/v1/mic").handler(this::state);
        router.get("/v1/events").handler(this::watch);
        router.post("/v1/mic/start").handler(context -> asked(context, () -> start(context)));
        router.post("/v1/mic/stop").handler(context -> asked(context, () -> told(context, microphone::stop)));
        router.post("/v1/mic/cancel").handler(context -> asked(context, () -> told(context, microphone::cancel)));
        router.post("/v1/mic/mute").handler(context -> asked(context, () -> told(context, microphone::mute)));
        router.post("/v1/mic/unmute").handler(context -> asked(context, () -> told(context, microphone::unmute)));
    }

    private void asked(RoutingContext context, Runnable work) {
        if (microphone.status().enabled()) {
            work.run();
        } else {
            fail(
                    context,
                    409,
                    "microphone_off",
                    "This device's microphone is not in use (earshot.microphone.enabled).");
        }
    }

    private void told(RoutingContext context, Runnable work) {
        work.run();
        state(context);
    }

    private void start(RoutingContext context) {
        Duration patience;
        try {
            patience = Optional.ofNullable(context.request().getParam("no_input_ms"))
                    .map(text -> Duration.ofMillis(Long.parseLong(text)))
                    .orElseGet(microphone::patience);
        } catch (NumberFormatException e) {
            patience = Duration.ofMillis(-1);
        }
        if (patience.isNegative() || patience.compareTo(MOST_PATIENCE) > 0) {
            fail(
                    context,
                    400,
                    "invalid_value",
                    "'no_input_ms' must be 0 to " + MOST_PATIENCE.toMillis() + ", in milliseconds.");
        } else if (microphone.start(patience)) {
            state(context);
        } else {
            fail(context, 409, "microphone_muted", "The microphone is muted; POST /v1/mic/unmute first.");
        }
    }

    private void state(RoutingContext context) {
        Microphone.Status status = microphone.status();
        ObjectNode json = microphone.stateJson();
        json.put("enabled", status.enabled()).put("restarts", status.restarts()).put("watchers", status.watchers());
        context.response()
                .putHeader("Content-Type", JSON)
                .putHeader("Cache-Control", "no-store")
                .end(json.toString());
    }

    private void watch(RoutingContext context) {
        long after;
        try {
            String last = context.request().getHeader("Last-Event-ID");
            // Whoever comes for the first time hears what comes from now on.
            after = last == null || last.isBlank() ? Long.MAX_VALUE : Long.parseLong(last.strip());
        } catch (NumberFormatException e) {
            fail(context, 400, "invalid_value", "'Last-Event-ID' must be the number of an event.");
            return;
        }
        HttpServerResponse response = context.response();
        response.setChunked(true)
                .setWriteQueueMaxSize(UNREAD_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store");
        Watchers watchers = microphone.watchers();
        Watchers.Watcher watcher = new Watchers.Watcher() {
            @Override
            public void send(String event) {
                write(context, event);
            }

            @Override
            public void end() {
                response.end();
            }
        };
        long beat = vertx.setPeriodic(BEAT_MS, fired -> write(context, ":\n\n"));
        response.closeHandler(closed -> {
            vertx.cancelTimer(beat);
            watchers.remove(watcher);
        });
        String hello = Watchers.text("microphone", microphone.stateJson());
        if (!watchers.add(watcher, after, hello)) {
            vertx.cancelTimer(beat);
            response.setChunked(false);
            fail(context, 429, "too_many_watchers", "As many as may are watching (earshot.microphone.watchers).");
        }
    }

    private static void write(RoutingContext context, String event) {
        HttpServerResponse response = context.response();
        if (response.closed() || response.ended()) {
            return;
        }
        if (response.writeQueueFull()) {
            context.request().connection().close();
            return;
        }
        response.write(event);
    }

    private static void fail(RoutingContext context, int status, String code, String message) {
        ObjectNode json = EventJson.object();
        json.putObject("error")
                .put("message", message)
                .put("type", "invalid_request_error")
                .put("code", code);
        context.response().setStatusCode(status).putHeader("Content-Type", JSON).end(json.toString());
    }
}
