package dev.earshot;

import dev.earshot.live.wyoming.WyomingConfig;
import dev.earshot.live.wyoming.WyomingServer;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;

/** Opens the doors of live sessions that listen for themselves. Nothing opens that was not asked for. */
@Singleton
final class Doors {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    /** After all that may refuse the start: a service that must not run listens nowhere. */
    private static final int LAST = 10_000;

    void open(@Observes @Priority(LAST) StartupEvent event, WyomingConfig config, WyomingServer wyoming) {
        requireWaiver(config);
        try {
            wyoming.start();
        } catch (IllegalStateException e) {
            throw new RefusedStart(e.getMessage());
        }
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
