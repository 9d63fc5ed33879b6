package dev.earshot.ops;

import dev.earshot.engine.Engine;
import dev.earshot.planning.HeatWatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Shows the queue and the memory as they are when somebody looks. */
@Singleton
@Startup
final class StateGauges {
    @Inject
    StateGauges(MeterRegistry registry, Engine engine, HeatWatch heat) {
        Gauge.builder(MeterNames.QUEUE_WAITING, engine, it -> it.depth().waiting())
                .description("Jobs waiting for a lane")
                .register(registry);
        Gauge.builder(MeterNames.QUEUE_CAPACITY, engine, it -> it.depth().capacity())
                .description("Jobs that may wait")
                .register(registry);
        Gauge.builder(MeterNames.IN_FLIGHT, engine, it -> it.depth().running())
                .description("Jobs with a window in a lane")
                .register(registry);
        Gauge.builder(MeterNames.RESIDENT, ResidentMemory::bytes)
                .description("Memory of this process that is in RAM")
                .register(registry);
        Gauge.builder(MeterNames.THREADS, heat, HeatWatch::threads)
                .description("Threads that a lane computes with")
                .register(registry);
        Gauge.builder(MeterNames.THROTTLED, heat, it -> it.state().throttled() ? 1 : 0)
                .description("1 while the board is slowed down or its supply is too weak")
                .register(registry);
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
}
