package dev.earshot.ops;

import dev.earshot.engine.Engine;
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
    StateGauges(MeterRegistry registry, Engine engine) {
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
    }
}
