package dev.earshot.live;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Lets clients in over a WebSocket; every protocol's route leads here. */
@Singleton
public final class LiveDoors {
    private static final Logger LOG = Logger.getLogger(LiveDoors.class);

    private final Provider<LiveSessions> sessions;
    private final int mostBytes;

    /** @param sessions made when the first client comes: routes are there before the engine is */
    @Inject
    LiveDoors(Provider<LiveSessions> sessions, LiveConfig config) {
        this.sessions = sessions;
        this.mostBytes = Math.toIntExact(config.maxMessage().asLongValue());
    }

    /** Answers a request for a WebSocket; any other is told so. */
    public void open(RoutingContext context, Function<LiveSocket, LiveProtocol> protocol) {
        open(context.request(), protocol, UnansweredRequest.of(context.request())::over);
    }

    /** Answers a request for a WebSocket on a server that counts none. */
    public void open(HttpServerRequest request, Function<LiveSocket, LiveProtocol> protocol) {
        open(request, protocol, () -> {});
    }

    private void open(HttpServerRequest request, Function<LiveSocket, LiveProtocol> protocol, Runnable whenOver) {
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            request.response()
                    .setStatusCode(426)
                    .putHeader("Upgrade", "websocket")
                    .putHeader("Content-Type", "application/json")
                    .end("{\"error\":{\"message\":\"This is a WebSocket: connect with ws://.\","
                            + "\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"upgrade_required\"}}");
            return;
        }
        LingeringClose.on(request.connection());
        request.toWebSocket()
                .onSuccess(socket -> LiveSocket.serve(socket, sessions.get(), mostBytes, protocol, whenOver))
                .onFailure(e -> LOG.debugf(e, "A client did not become a WebSocket"));
    }
}
