package dev.earshot.http;

import dev.earshot.engine.EngineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** Writes error answers where no resource is reached. */
final class Answers {
    /** Clients that write before they read get this long to find the answer; a reset would take it from them. */
    private static final long LINGER_MS = 2000;

    private Answers() {}

    /** Answers and, where the body has not been received yet, closes the connection soon after: the rest is of no use. */
    static void failAndClose(RoutingContext context, EngineException e) {
        if (!context.response().ended()) {
            context.response().putHeader("Connection", "close");
        }
        fail(context, e);
        closeSoon(context);
    }

    /** For an answer that somebody else writes. Where the whole body has come the connection stays. */
    static void refuseRest(RoutingContext context) {
        if (!context.request().isEnded() && !context.response().headWritten()) {
            context.response().putHeader("Connection", "close");
        }
        closeSoon(context);
    }

    private static void closeSoon(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!request.isEnded() && request.version() != HttpVersion.HTTP_2) {
            context.vertx().setTimer(LINGER_MS, timer -> request.connection().close());
        }
    }

    static void fail(RoutingContext context, EngineException e) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        ErrorAnswer answer = ErrorAnswer.of(e, Dialect.of(context.normalizedPath()));
        response.setStatusCode(answer.status()).putHeader("Content-Type", ErrorAnswer.MEDIA_TYPE);
        answer.headers().forEach(response::putHeader);
        response.end(answer.body());
    }
}
