package dev.earshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The compose file, as far as can be seen without an engine. */
class ComposeTest {
    private static final Path FOLDER = Dockerfile.FOLDER;

    private final JsonNode compose = Monitoring.yaml(FOLDER.resolve("compose.yaml"));

    @Test
    void shouldMountFilesThatThereAreAndVolumesThatAreDeclared() {
        Set<String> declared = new HashSet<>();
        compose.get("volumes").fieldNames().forEachRemaining(declared::add);
        for (JsonNode service : compose.get("services")) {
            for (JsonNode mount : service.get("volumes")) {
                String source = mount.textValue().split(":")[0];
                if (source.startsWith(".")) {
                    assertThat(FOLDER.resolve(source)).exists();
                    assertThat(mount.textValue()).endsWith(":ro");
                } else {
                    assertThat(declared).contains(source);
                }
            }
        }
    }

    @Test
    void shouldOpenNothingToTheNetwork() {
        for (JsonNode service : compose.get("services")) {
            assertThat(service.get("ports"))
                    .isNotEmpty()
                    .allSatisfy(port -> assertThat(port.textValue()).startsWith("127.0.0.1:"));
        }
    }

    @Test
    void shouldNameImagesThatStay() {
        for (JsonNode service : compose.get("services")) {
            assertThat(service.get("image").textValue()).matches("[a-z/]+:v?\\d+\\.\\d+\\.\\d+(-jvm)?");
        }
    }

    @Test
    void shouldLockTheServiceUpAndGiveItTimeToFinish() {
        JsonNode earshot = compose.at("/services/earshot");

        assertThat(earshot.get("read_only").booleanValue()).isTrue();
        assertThat(earshot.get("cap_drop"))
                .hasSize(1)
                .allMatch(it -> it.textValue().equals("ALL"));
        assertThat(earshot.at("/security_opt/0").textValue()).isEqualTo("no-new-privileges:true");
        assertThat(earshot.get("stop_grace_period").textValue()).isEqualTo("30s");
        assertThat(FOLDER.resolve(earshot.at("/build/context").textValue())
                        .resolve(earshot.at("/build/dockerfile").textValue()))
                .exists();
    }

    /** The key has no default: a stack that starts without one would be open, or would not start. */
    @Test
    void shouldTakeTheKeyFromTheEnvironmentForBothSides() {
        assertThat(compose.at("/services/earshot/environment/EARSHOT_HTTP_API_KEY")
                        .textValue())
                .startsWith("${EARSHOT_HTTP_API_KEY:?");
        assertThat(compose.at("/secrets/earshot-key/environment").textValue()).isEqualTo("EARSHOT_HTTP_API_KEY");
        assertThat(compose.at("/services/prometheus/secrets/0/source").textValue())
                .isEqualTo("earshot-key");
    }

    @Test
    void shouldScrapeAsElsewhereByTheNameOfTheContainer() throws IOException {
        String shipped = Files.readString(Monitoring.PROMETHEUS.resolve("prometheus.yml"));

        assertThat(FOLDER.resolve("prometheus.yml"))
                .content()
                .isEqualTo(shipped.replace("127.0.0.1:8080", "earshot:8080"));
        assertThat(compose.at("/services/earshot/hostname").textValue()).isEqualTo("earshot");
        assertThat(Monitoring.yaml(Monitoring.GRAFANA.resolve("provisioning/datasources/prometheus.yaml"))
                        .at("/datasources/0/url")
                        .textValue())
                .isEqualTo("http://prometheus:9090");
    }
}
