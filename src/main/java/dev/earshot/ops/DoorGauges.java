package dev.earshot.ops;

import dev.earshot.live.wyoming.WyomingServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Shows who is at the doors of live sessions. */
@Singleton
@Startup
final class DoorGauges {
    @Inject
    DoorGauges(MeterRegistry registry, WyomingServer wyoming) {
        Gauge.builder(MeterNames.WYOMING_CONNECTIONS, wyoming, WyomingServer::clients)
                .description("Clients that are connected and speak Wyoming")
                .register(registry);
    }
}
