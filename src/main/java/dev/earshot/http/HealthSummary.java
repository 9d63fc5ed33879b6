package dev.earshot.http;

import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Tells callers without a key whether the service is up, and nothing else. */
@Singleton
final class HealthSummary {
    private static final String ROOT = "/q/health";

    private final SmallRyeHealthReporter reporter;

    @Inject
    HealthSummary(SmallRyeHealthReporter reporter) {
        this.reporter = reporter;
    }

    static boolean covers(String path) {
        return switch (path) {
            case ROOT, ROOT + "/started", ROOT + "/live", ROOT + "/ready" -> true;
            default -> false;
        };
    }

    void answer(RoutingContext context) {
        Uni<SmallRyeHealth> health =
                switch (context.normalizedPath()) {
                    case ROOT + "/started" -> reporter.getStartupAsync();
                    case ROOT + "/live" -> reporter.getLivenessAsync();
                    case ROOT + "/ready" -> reporter.getReadinessAsync();
                    default -> reporter.getHealthAsync();
                };
        health.subscribe()
                .with(
                        result -> context.response()
                                .setStatusCode(result.isDown() ? 503 : 200)
                                .putHeader("Content-Type", ErrorAnswer.MEDIA_TYPE)
                                .end("{\"status\":\"" + (result.isDown() ? "DOWN" : "UP") + "\"}"),
                        context::fail);
    }
}
