package dev.earshot.live.vosk;

import dev.earshot.live.LiveConfig;
import dev.earshot.live.LiveDoors;
import dev.earshot.live.LiveServerOptions;
import dev.earshot.live.LiveWishes;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/** Listens where vosk-server's clients look. */
@Singleton
public final class VoskServer {
    private static final Logger LOG = Logger.getLogger(VoskServer.class);

    private final Vertx vertx;
    private final VoskConfig config;
    private final int mostBytes;
    private final LiveDoors doors;
    private final LiveWishes wishes;
    private HttpServer server;

    @Inject
    VoskServer(Vertx vertx, VoskConfig config, LiveConfig live, LiveDoors doors, LiveWishes wishes) {
        this.vertx = vertx;
        this.config = config;
        this.mostBytes = Math.toIntExact(live.maxMessage().asLongValue());
        this.doors = doors;
        this.wishes = wishes;
    }

    /**
     * Listens from now on, if it is switched on.
     *
     * @throws IllegalStateException if it cannot, in words for whoever chose the port
     */
    public void start() {
        if (!config.enabled()) {
            return;
        }
        HttpServerOptions options =
                new HttpServerOptions().setHost(config.host()).setPort(config.port());
        LiveServerOptions.apply(options, mostBytes);
        server = vertx.createHttpServer(options).requestHandler(this::take);
        try {
            server.listen().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "The port for vosk's clients, " + config.host() + ":" + config.port()
                            + " (earshot.vosk.host, earshot.vosk.port), cannot be listened on: "
                            + e.getCause().getMessage(),
                    e);
        }
        LOG.infof("vosk's protocol on ws://%s:%d", config.host(), config.port());
    }

    /** Browsers always say which page a WebSocket comes from, and no page is this port's. */
    private void take(HttpServerRequest request) {
        if (request.getHeader("Origin") != null) {
            request.response().setStatusCode(403).end("Web pages may not call this port.\n");
            return;
        }
        doors.open(request, socket -> new VoskProtocol(socket, wishes));
    }

    /** Does not listen any more. */
    public void stop() {
        if (server != null) {
            server.close();
        }
    }
}
