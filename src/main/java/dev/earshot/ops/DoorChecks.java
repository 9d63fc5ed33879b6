package dev.earshot.ops;

import dev.earshot.http.HiddenFolders;
import dev.earshot.live.microphone.Microphone;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** What the probes are told about the doors of live sessions. */
final class DoorChecks {
    /** Always up: a service without its microphone still hears everybody else. */
    @Produces
    @ApplicationScoped
    @Readiness
    HealthCheck microphone(Microphone microphone) {
        return () -> {
            Microphone.Status status = microphone.status();
            HealthCheckResponseBuilder answer = HealthCheckResponse.named("microphone")
                    .up()
                    .withData("state", status.state().name().toLowerCase(Locale.ROOT))
                    .withData("restarts", status.restarts());
            status.note().ifPresent(note -> answer.withData("note", HiddenFolders.in(note)));
            return answer.build();
        };
    }
}
