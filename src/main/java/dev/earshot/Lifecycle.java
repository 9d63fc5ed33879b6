package dev.earshot;

import dev.earshot.engine.Engine;
import dev.earshot.http.HttpConfig;
import dev.earshot.live.LiveSessions;
import dev.earshot.planning.HeatRelief;
import dev.earshot.recovery.Recovery;
import dev.earshot.systemd.Supervisor;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Starts the engine with the service and stops it with it, and lets systemd know. */
@Singleton
final class Lifecycle {
    /** As often as the watch itself looks. */
    private static final long HEAT_SECONDS = 5;

    private static final Logger LOG = Logger.getLogger(Lifecycle.class);

    private final Engine engine;
    private final FirstStart firstStart;
    private final HeatRelief relief;
    private final Supervisor supervisor;
    private final Recovery recovery;
    private final ScheduledExecutorService heat = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "earshot-heat");
        thread.setDaemon(true);
        return thread;
    });

    @Inject
    Lifecycle(Engine engine, FirstStart firstStart, HeatRelief relief, Supervisor supervisor, Recovery recovery) {
        this.engine = engine;
        this.firstStart = firstStart;
        this.relief = relief;
        this.supervisor = supervisor;
        this.recovery = recovery;
    }

    void start(
            @Observes StartupEvent event,
            HttpConfig http,
            EarshotConfig config,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        requireKey(http, host);
        if (http.adminKey().isPresent() && http.adminKey().equals(http.apiKey())) {
            throw new RefusedStart(
                    "earshot.http.admin-key is the same as earshot.http.api-key, so that every caller could"
                            + " change models. Choose another one.");
        }
        recovery.assessment().inWords().ifPresent(LOG::warn);
        engine.start();
        firstStart.measure();
        if (config.planning().heatWatch() && config.planning().heatModels()) {
            heat.scheduleWithFixedDelay(relief::look, HEAT_SECONDS, HEAT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Not before: a model can be warm while nobody can be reached yet. */
    void listening(@ObservesAsync HttpServerStart event) {
        supervisor.start();
    }

    void listening(@ObservesAsync HttpsServerStart event) {
        supervisor.start();
    }

    /** Listening on the network without a key must be said on purpose. */
    private static void requireKey(HttpConfig http, String host) {
        if (Doors.isBeyondLoopback(host) && http.apiKey().isEmpty() && !http.allowWithoutKey()) {
            throw new RefusedStart(
                    "Listening on " + host + " (quarkus.http.host) needs a key: set earshot.http.api-key,"
                            + " or say earshot.http.allow-without-key=true if everybody on the network may use it.");
        }
    }

    /** The HTTP server is still there, so that whoever waits gets a transcript or is told why not. */
    void drain(@Observes ShutdownDelayInitiatedEvent event, EarshotConfig config, LiveSessions live) {
        supervisor.stopping(config.engine().drain());
        recovery.close();
        live.close();
        firstStart.stop();
        heat.shutdown();
        engine.drain(config.engine().drain());
    }

    void stop(@Observes ShutdownEvent event) {
        firstStart.close();
        heat.shutdown();
        engine.close();
        supervisor.close();
    }
}
