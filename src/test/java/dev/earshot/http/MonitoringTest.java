package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.install.Monitoring;
import dev.earshot.install.Prometheus;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code install} has for Prometheus and Grafana, on a service that asks for a key. */
@QuarkusTest
@TestProfile(RestrictedProfile.class)
class MonitoringTest extends RestrictedCase {
    /** Of Prometheus' text: a series' name ends at its labels or at its value. */
    private Set<String> exposed() {
        return api().get("/q/metrics")
                .text()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }

    @Test
    void shouldExposeEveryMeterThatRulesAndDashboardRead() {
        requireStillTranscribes();

        assertThat(Monitoring.meters()).hasSizeGreaterThan(20).isSubsetOf(exposed());
    }

    /** What a dashboard computes from the buckets is only as good as these. */
    @Test
    void shouldCountIntoBucketsOfSecondsAndOfFactors() {
        requireStillTranscribes();

        assertThat(api().get("/q/metrics").text())
                .contains("earshot_requests_seconds_bucket{outcome=\"ok\",le=\"2.5\"}")
                .contains("earshot_window_wait_seconds_bucket{le=\"0.1\"}")
                .contains("earshot_window_run_seconds_bucket{le=\"1800.0\"}")
                .contains("earshot_real_time_factor_bucket{le=\"1.0\"}");
    }

    @Test
    void shouldSayWhichReadinessChecksAreUp() {
        assertThat(api().metric("earshot_ready{check=\"model\"}")).isOne();
        assertThat(api().metric("earshot_ready{check=\"queue\"}")).isOne();
        assertThat(api().metric("earshot_ready{check=\"disk\"}")).isOne();
    }

    /** Counters must move between two scrapes: a series that begins with its last value has no rate. */
    @Test
    void shouldBringDataIntoEveryPanelAndRuleByWayOfARealPrometheus() {
        Path folder = Path.of("target/prometheus", UUID.randomUUID().toString()).toAbsolutePath();
        try (Prometheus prometheus = Prometheus.start(folder, base, RestrictedProfile.KEY)) {
            eventually().until(() -> has(prometheus, "up{job=\"earshot\"} == 1"));
            eventually().until(() -> has(prometheus, "earshot_requests_seconds_count"));
            requireStillTranscribes();

            for (String query : Monitoring.queries()) {
                eventually()
                        .alias(query)
                        .until(() -> has(
                                prometheus,
                                query.replace("$__rate_interval", "1m")
                                        .replace("$job", "earshot")
                                        .replace("$instance", ".*")));
            }
            for (String series : Monitoring.recorded()) {
                eventually().alias(series).until(() -> has(prometheus, series));
            }
            for (JsonNode group : prometheus.rules()) {
                assertThat(group.get("rules"))
                        .isNotEmpty()
                        .allSatisfy(rule -> assertThat(rule.get("health").textValue())
                                .as("%s", rule)
                                .isEqualTo("ok"));
            }
        }
    }

    /** Whether there is a number: a quantile of nothing is a series, too, with no number in it. */
    private static boolean has(Prometheus prometheus, String expression) {
        for (JsonNode series : prometheus.query(expression)) {
            if (!series.at("/value/1").textValue().equals("NaN")) {
                return true;
            }
        }
        return false;
    }
}
