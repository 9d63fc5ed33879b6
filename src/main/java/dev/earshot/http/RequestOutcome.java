package dev.earshot.http;

import dev.earshot.http.RequestEvents.Outcome;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Tells once for each request with a recording how it ended, wherever that was decided. */
final class RequestOutcome {
    private static final String KEY = RequestOutcome.class.getName();

    private RequestOutcome() {}

    static void watch(RoutingContext context, RequestEvents events) {
        long begun = System.nanoTime();
        context.addEndHandler(end -> events.requestEnded(
                end.failed() ? Outcome.ABANDONED : known(context), Duration.ofNanos(System.nanoTime() - begun)));
    }

    /** For what the status does not say: an answer without words, an error within a stream. */
    static void note(RoutingContext context, Outcome outcome) {
        context.put(KEY, outcome);
    }

    private static Outcome known(RoutingContext context) {
        Outcome noted = context.get(KEY);
        return noted != null ? noted : ofStatus(context.response().getStatusCode());
    }

    static Outcome ofStatus(int status) {
        return switch (status) {
            case 200 -> Outcome.OK;
            case 429 -> Outcome.BUSY;
            case 499 -> Outcome.ABANDONED;
            case 503, 507 -> Outcome.UNAVAILABLE;
            case 504 -> Outcome.DEADLINE;
            default -> status < 500 ? Outcome.INVALID : Outcome.FAILED;
        };
    }
}
