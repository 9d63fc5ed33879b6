package dev.earshot.ops;

import dev.earshot.live.microphone.Microphone;
import dev.earshot.live.wyoming.WyomingServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Shows who is at the doors of live sessions. */
@Singleton
@Startup
final class DoorGauges {
    @Inject
    DoorGauges(MeterRegistry registry, WyomingServer wyoming, Microphone microphone) {
        Gauge.builder(MeterNames.WYOMING_CONNECTIONS, wyoming, WyomingServer::clients)
                .description("Clients that are connected and speak Wyoming")
                .register(registry);
        for (Microphone.State state : Microphone.State.values()) {
            Gauge.builder(
                            MeterNames.MICROPHONE_STATE,
                            microphone,
                            it -> it.status().state() == state ? 1 : 0)
                    .description("1 for the state that the microphone is in")
                    .tag(MeterNames.STATE, state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        FunctionCounter.builder(
                        MeterNames.MICROPHONE_RESTARTS,
                        microphone,
                        it -> it.status().restarts())
                .description("Times that the capture program ended by itself or could not be started")
                .register(registry);
        Gauge.builder(
                        MeterNames.MICROPHONE_WATCHERS,
                        microphone,
                        it -> it.status().watchers())
                .description("Who watches what the microphone hears")
                .register(registry);
    }
}
