package dev.earshot.http;

import dev.earshot.engine.EngineException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Writes error answers where no resource is reached. */
final class Answers {
    private Answers() {}

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
