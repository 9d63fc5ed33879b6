package dev.earshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules and scrape configuration, by Prometheus' own tool. */
class RulesTest {
    private static String promtool(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        return Programs.run("prometheus", folder, command.toArray(String[]::new));
    }

    @Test
    void shouldBeRulesThatPrometheusUnderstands() {
        String said = promtool(Monitoring.PROMETHEUS, "check", "rules", "--lint-fatal", "earshot.rules.yml");

        assertThat(said).contains("SUCCESS: " + Monitoring.rules().size() + " rules found");
    }

    @Test
    void shouldFireWhenTheyShouldAndNotBefore() {
        String said = promtool(Monitoring.PROMETHEUS, "test", "rules", "earshot.rules.test.yml");

        assertThat(said).contains("SUCCESS");
    }

    @Test
    void shouldHaveATestForEachRule() throws IOException {
        String tests = Files.readString(Monitoring.PROMETHEUS.resolve("earshot.rules.test.yml"));

        assertThat(Monitoring.rules())
                .hasSizeGreaterThan(15)
                .allSatisfy(rule -> assertThat(tests)
                        .containsPattern(
                                rule.recording()
                                        ? "expr: .*" + rule.name() + "\\b"
                                        : "alertname: " + rule.name() + "\n"));
    }

    @Test
    void shouldComeWithAScrapeConfigurationThatPrometheusUnderstands(@TempDir Path folder) throws IOException {
        for (String file : List.of("prometheus.yml", "earshot.rules.yml")) {
            Files.copy(Monitoring.PROMETHEUS.resolve(file), folder.resolve(file));
        }
        Files.writeString(folder.resolve("earshot.key"), "any");

        assertThat(promtool(folder, "check", "config", "prometheus.yml"))
                .contains("prometheus.yml is valid prometheus config file")
                .contains("1 rule files found");
    }
}
