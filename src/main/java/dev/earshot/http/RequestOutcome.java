package dev.earshot.http;

import dev.earshot.http.RequestEvents.Outcome;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Tells once for each request with a recording how it ended, wherever that was decided. */
final class RequestOutcome {
    private static final String KEY = RequestOutcome.class.getName();
    private static final String TELL = KEY + ".tell";

    private RequestOutcome() {}

    static void watch(RoutingContext context, RequestEvents events) {
        long begun = System.nanoTime();
        AtomicBoolean told = new AtomicBoolean();
        Consumer<Outcome> tell = outcome -> {
            if (told.compareAndSet(false, true)) {
                events.requestEnded(outcome, Duration.ofNanos(System.nanoTime() - begun));
            }
        };
        context.put(TELL, tell);
        context.addEndHandler(end -> tell.accept(end.failed() ? Outcome.ABANDONED : known(context)));
    }

    /** For streams, whose connection can end without the context hearing of it. */
    static void end(RoutingContext context) {
        Consumer<Outcome> tell = context.get(TELL);
        tell.accept(known(context));
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
