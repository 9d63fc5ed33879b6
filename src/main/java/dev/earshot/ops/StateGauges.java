package dev.earshot.ops;

import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineStatus;
import dev.earshot.http.UploadStore;
import dev.earshot.live.LiveSessions;
import dev.earshot.planning.HeatRelief;
import dev.earshot.planning.HeatWatch;
import dev.earshot.recovery.Assessment;
import dev.earshot.recovery.Recovery;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.BooleanSupplier;

/** Shows readiness, queue and memory as they are when somebody looks. */
@Singleton
@Startup
final class StateGauges {
    @Inject
    StateGauges(
            MeterRegistry registry,
            Engine engine,
            UploadStore uploads,
            HeatWatch heat,
            HeatRelief relief,
            LiveSessions live,
            Recovery recovery) {
        ready(registry, "model", () -> engine.status() instanceof EngineStatus.Ready);
        ready(registry, "queue", () -> !engine.depth().full());
        ready(registry, "disk", uploads::hasDisk);
        Gauge.builder(MeterNames.QUEUE_WAITING, engine, it -> it.depth().waiting())
                .description("Jobs waiting for a lane")
                .register(registry);
        Gauge.builder(MeterNames.QUEUE_CAPACITY, engine, it -> it.depth().capacity())
                .description("Jobs that may wait")
                .register(registry);
        Gauge.builder(MeterNames.IN_FLIGHT, engine, it -> it.depth().running())
                .description("Jobs with a window in a lane")
                .register(registry);
        Gauge.builder(MeterNames.LIVE_SESSIONS, live, LiveSessions::count)
                .description("Live sessions that are open")
                .register(registry);
        Gauge.builder(MeterNames.LIVE_CAPACITY, live, LiveSessions::most)
                .description("Live sessions that may be open")
                .register(registry);
        Gauge.builder(MeterNames.MODELS_LOADED, engine, StateGauges::models)
                .description("Models that hear recordings: 2 where long ones have a model of their own")
                .register(registry);
        Gauge.builder(MeterNames.RESIDENT, ResidentMemory::bytes)
                .description("Memory of this process that is in RAM")
                .register(registry);
        Gauge.builder(MeterNames.THREADS, heat, HeatWatch::threads)
                .description("Threads that a lane computes with")
                .register(registry);
        Gauge.builder(MeterNames.HEAT_RELIEF, relief, HeatRelief::steps)
                .description("Steps towards smaller models that the board's heat has made necessary")
                .register(registry);
        Gauge.builder(MeterNames.THROTTLED, heat, it -> it.state().throttled() ? 1 : 0)
                .description("1 while the board is slowed down or its supply is too weak")
                .register(registry);
        afterCrashes(registry, recovery.assessment());
        // A board without a sensor should not look like one of 0 degrees.
        if (heat.state().celsius().isPresent()) {
            Gauge.builder(
                            MeterNames.TEMPERATURE,
                            heat,
                            it -> it.state().celsius().orElse(Double.NaN))
                    .description("Temperature of the hottest sensor")
                    .register(registry);
        }
    }

    /** What the start has found; it does not change while the process lives. */
    private static void afterCrashes(MeterRegistry registry, Assessment found) {
        Gauge.builder(MeterNames.SAFE_PROFILE, () -> found.safe() ? 1 : 0)
                .description("1 while the service runs in its safe profile, since native code crashed again and again")
                .register(registry);
        Gauge.builder(MeterNames.CRASHES, found::count)
                .description("Times that native code ended the service in the day before it was started")
                .register(registry);
        Gauge.builder(MeterNames.SET_ASIDE, () -> found.setAside().size())
                .description("Windows of recordings that are refused, since native code crashed of them")
                .register(registry);
    }

    private static int models(Engine engine) {
        boolean second = engine.batchStatus().orElse(null) instanceof EngineStatus.Ready;
        return engine.status() instanceof EngineStatus.Ready ? second ? 2 : 1 : 0;
    }

    /** One for each of the readiness checks that can fail: all of them 1 is what {@code /q/health/ready} calls up. */
    private static void ready(MeterRegistry registry, String check, BooleanSupplier up) {
        Gauge.builder(MeterNames.READY, () -> up.getAsBoolean() ? 1 : 0)
                .description("1 where this readiness check is up, 0 where it is down")
                .tag(MeterNames.CHECK, check)
                .register(registry);
    }
}
