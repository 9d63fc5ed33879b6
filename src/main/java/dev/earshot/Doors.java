package dev.earshot;

import dev.earshot.engine.Engine;
import dev.earshot.live.LiveSessions;
import dev.earshot.live.microphone.Microphone;
import dev.earshot.live.vosk.VoskConfig;
import dev.earshot.live.vosk.VoskServer;
import dev.earshot.live.wyoming.WyomingConfig;
import dev.earshot.live.wyoming.WyomingServer;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
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
            WyomingConfig wyomingConfig,
            WyomingServer wyoming,
            VoskConfig voskConfig,
            VoskServer vosk,
            Microphone microphone) {
        if (wyomingConfig.enabled()) {
            requireWaiver("Wyoming", "wyoming", wyomingConfig.host(), wyomingConfig.allowWithoutKey());
        }
        if (voskConfig.enabled()) {
            requireWaiver("vosk's protocol", "vosk", voskConfig.host(), voskConfig.allowWithoutKey());
        }
        try {
            wyoming.start();
            vosk.start();
        } catch (IllegalStateException e) {
            throw new RefusedStart(e.getMessage());
        }
        microphone.open();
    }

    /** Who watches is told that it is over, while the HTTP server is still there. */
    void close(@Observes ShutdownDelayInitiatedEvent event, Microphone microphone) {
        microphone.close();
    }

    void close(@Observes ShutdownEvent event, VoskServer vosk) {
        vosk.stop();
    }

    /** Whether somebody on the network could reach what listens there. */
    static boolean isBeyondLoopback(String host) {
        return !LOOPBACK.contains(host);
    }

    /** @param key the second part of its settings' names */
    private static void requireWaiver(String protocol, String key, String host, boolean waived) {
        if (isBeyondLoopback(host) && !waived) {
            String settings = "earshot." + key + ".";
            throw new RefusedStart(protocol + " knows no keys, so listening on " + host + " (" + settings
                    + "host) must be said on purpose: " + settings
                    + "allow-without-key=true if everybody on the network may use it.");
        }
    }
}
