package dev.earshot;

import dev.earshot.engine.Engine;
import dev.earshot.live.LiveSessions;
import dev.earshot.live.microphone.Microphone;
import dev.earshot.live.wyoming.WyomingConfig;
import dev.earshot.live.wyoming.WyomingServer;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/** Opens the doors of live sessions that listen for themselves. Nothing opens that was not asked for. */
@Singleton
final class Doors {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    /** After all that may refuse the start: a service that must not run listens nowhere. */
    private static final int LAST = 10_000;

    static WyomingServer wyoming(
            WyomingConfig wyoming,
            EarshotConfig config,
            Vertx vertx,
            LiveSessions live,
            Engine engine,
            String version) {
        try {
            return new WyomingServer(
                    vertx,
                    wyoming,
                    live,
                    engine::status,
                    version,
                    config.languages().orElse(List.of()));
        } catch (IllegalArgumentException e) {
            throw new RefusedStart(e.getMessage());
        }
    }

    void open(
            @Observes @Priority(LAST) StartupEvent event,
            WyomingConfig config,
            WyomingServer wyoming,
            Microphone microphone) {
        requireWaiver(config);
        try {
            wyoming.start();
        } catch (IllegalStateException e) {
            throw new RefusedStart(e.getMessage());
        }
        microphone.open();
    }

    /** Who watches is told that it is over, while the HTTP server is still there. */
    void close(@Observes ShutdownDelayInitiatedEvent event, Microphone microphone) {
        microphone.close();
    }

    private static void requireWaiver(WyomingConfig config) {
        if (config.enabled() && !LOOPBACK.contains(config.host()) && !config.allowWithoutKey()) {
            throw new RefusedStart(
                    "Wyoming knows no keys, so that listening on " + config.host() + " (earshot.wyoming.host) lets"
                            + " everybody on the network use it. If that is meant, say"
                            + " earshot.wyoming.allow-without-key=true, and name who may connect in"
                            + " earshot.wyoming.peers.");
        }
    }
}
