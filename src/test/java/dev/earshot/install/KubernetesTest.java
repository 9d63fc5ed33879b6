package dev.earshot.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests, read strictly; no cluster runs here. */
class KubernetesTest {
    private static final Path FOLDER = Path.of("install/kubernetes");

    private record Workload(String name, LabelSelector selector, PodTemplateSpec pod) {
        Container container() {
            assertThat(pod.getSpec().getContainers()).hasSize(1);
            return pod.getSpec().getContainers().get(0);
        }
    }

    private static List<HasMetadata> all() throws IOException {
        List<HasMetadata> manifests = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".yaml"))
                    .filter(it -> !it.endsWith("adapter-values.yaml"))
                    .sorted()
                    .toList()) {
                manifests.addAll(Manifests.read(file));
            }
        }
        return manifests;
    }

    private static List<Workload> workloads() throws IOException {
        List<Workload> workloads = new ArrayList<>();
        for (HasMetadata manifest : all()) {
            if (manifest instanceof DaemonSet set) {
                workloads.add(new Workload(
                        set.getMetadata().getName(),
                        set.getSpec().getSelector(),
                        set.getSpec().getTemplate()));
            } else if (manifest instanceof Deployment deployment) {
                workloads.add(new Workload(
                        deployment.getMetadata().getName(),
                        deployment.getSpec().getSelector(),
                        deployment.getSpec().getTemplate()));
            }
        }
        assertThat(workloads).hasSize(3);
        return workloads;
    }

    @Test
    void shouldBeReadableWithoutUnknownFields() throws IOException {
        assertThat(all())
                .hasSizeGreaterThan(8)
                .allSatisfy(
                        manifest -> assertThat(manifest.getMetadata().getName()).startsWith("earshot"));
    }

    /** Shows that the reading is as strict as it is said to be. */
    @ParameterizedTest
    @ValueSource(strings = {"/spec", "/spec/template/spec", "/spec/template/spec/containers/0"})
    void shouldNoticeAFieldThatKubernetesDoesNotHave(String place) {
        JsonNode workload = documentOf("DaemonSet");
        ((ObjectNode) workload.at(place)).put("misspelt", 1);

        assertThatThrownBy(() -> Manifests.read(workload)).hasMessageContaining("misspelt");
    }

    private static JsonNode documentOf(String kind) {
        try (MappingIterator<JsonNode> documents = new YAMLMapper()
                .readerFor(JsonNode.class)
                .readValues(FOLDER.resolve("edge.yaml").toFile())) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                if (document.get("kind").textValue().equals(kind)) {
                    return document;
                }
            }
            throw new AssertionError("no " + kind);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldSelectTheirOwnPodsAndNoOthers() throws IOException {
        List<Workload> workloads = workloads();

        assertThat(workloads)
                .allSatisfy(workload -> assertThat(workload.pod().getMetadata().getLabels())
                        .containsAllEntriesOf(workload.selector().getMatchLabels()));
        assertThat(workloads.stream().map(workload -> workload.selector().getMatchLabels()))
                .doesNotHaveDuplicates();
        assertThat(all().stream().filter(Service.class::isInstance).map(Service.class::cast))
                .isNotEmpty()
                .allSatisfy(service -> assertThat(workloads)
                        .allSatisfy(workload -> assertThat(
                                        workload.pod().getMetadata().getLabels())
                                .containsAllEntriesOf(service.getSpec().getSelector())));
    }

    @Test
    void shouldRunLockedUp() throws IOException {
        assertThat(workloads()).allSatisfy(workload -> {
            var pod = workload.pod().getSpec();
            var container = workload.container().getSecurityContext();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(Dockerfile.USER);
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(container.getReadOnlyRootFilesystem()).isTrue();
            assertThat(container.getAllowPrivilegeEscalation()).isFalse();
            assertThat(container.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(container.getPrivileged()).isNull();
        });
    }

    @Test
    void shouldAskTheProbesThatTheServiceHas() throws IOException {
        assertThat(workloads()).allSatisfy(workload -> {
            Container container = workload.container();
            assertThat(path(container.getStartupProbe())).isEqualTo("/q/health/started");
            assertThat(path(container.getReadinessProbe())).isEqualTo("/q/health/ready");
            assertThat(path(container.getLivenessProbe())).isEqualTo("/q/health/live");
            assertThat(container.getPorts()).singleElement().satisfies(port -> {
                assertThat(port.getName()).isEqualTo("http");
                assertThat(port.getContainerPort()).isEqualTo(8080);
            });
        });
    }

    private static String path(Probe probe) {
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
        return probe.getHttpGet().getPath();
    }

    @Test
    void shouldHaveWhatTheServiceWritesOnVolumes() throws IOException {
        assertThat(workloads()).allSatisfy(workload -> {
            assertThat(workload.container().getVolumeMounts().stream().map(VolumeMount::getMountPath))
                    .containsExactlyInAnyOrder("/var/lib/earshot/models", "/var/cache/earshot", "/tmp");
            assertThat(workload.pod().getSpec().getVolumes().stream().map(Volume::getName))
                    .containsExactlyInAnyOrderElementsOf(workload.container().getVolumeMounts().stream()
                            .map(VolumeMount::getName)
                            .toList());
            assertThat(workload.container().getResources().getLimits()).containsKey("memory");
        });
    }

    @Test
    void shouldTakeTheKeyFromASecretAndKnowTheNamesOfTheService() throws IOException {
        assertThat(workloads()).allSatisfy(workload -> {
            EnvVar key = variable(workload, "EARSHOT_HTTP_API_KEY");
            assertThat(key.getValue()).isNull();
            assertThat(key.getValueFrom().getSecretKeyRef().getName()).isEqualTo("earshot");
            assertThat(key.getValueFrom().getSecretKeyRef().getKey()).isEqualTo("api-key");
            assertThat(variable(workload, "EARSHOT_HTTP_ALLOWED_HOSTS").getValue())
                    .contains("earshot.earshot.svc");
        });
    }

    private static EnvVar variable(Workload workload, String name) {
        return workload.container().getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldAskForTheGpuOnJetsonsAlone() throws IOException {
        for (Workload workload : workloads()) {
            boolean jetson = workload.name().equals("earshot-jetson");
            assertThat(workload.container().getResources().getLimits().containsKey("nvidia.com/gpu"))
                    .as(workload.name())
                    .isEqualTo(jetson);
        }
    }

    /** The metric of the autoscaler, the adapter's and the service's must be one. */
    @Test
    void shouldScaleByTheQueueThatTheServiceTells() throws IOException {
        HorizontalPodAutoscaler scaler = all().stream()
                .filter(HorizontalPodAutoscaler.class::isInstance)
                .map(HorizontalPodAutoscaler.class::cast)
                .findFirst()
                .orElseThrow();
        JsonNode rule = Monitoring.yaml(FOLDER.resolve("adapter-values.yaml")).at("/rules/custom/0");
        String metric =
                scaler.getSpec().getMetrics().get(0).getPods().getMetric().getName();

        assertThat(rule.at("/name/as").textValue()).isEqualTo(metric);
        assertThat(PromQl.series(rule.get("seriesQuery").textValue())).containsExactly(metric);
        assertThat(Monitoring.meters()).contains(metric);
        assertThat(scaler.getSpec().getScaleTargetRef().getKind()).isEqualTo("Deployment");
        assertThat(all().stream()
                        .filter(Deployment.class::isInstance)
                        .map(it -> it.getMetadata().getName()))
                .containsExactly(scaler.getSpec().getScaleTargetRef().getName());
    }

    /** Debian's promtool is built without Kubernetes, so that it sees targets of another kind in their place. */
    @Test
    void shouldBringAScrapeConfigurationThatPrometheusUnderstands(@TempDir Path folder) throws IOException {
        JsonNode configuration = Monitoring.yaml(FOLDER.resolve("prometheus.yml"));
        ObjectNode job = (ObjectNode) configuration.at("/scrape_configs/0");
        JsonNode discovery = job.remove("kubernetes_sd_configs").get(0);
        job.putArray("static_configs").addObject().putArray("targets").add("127.0.0.1:8080");
        new YAMLMapper().writeValue(folder.resolve("prometheus.yml").toFile(), configuration);
        Files.copy(Monitoring.PROMETHEUS.resolve("earshot.rules.yml"), folder.resolve("earshot.rules.yml"));
        Files.writeString(folder.resolve("earshot.key"), "any");

        assertThat(discovery.get("role").textValue()).isEqualTo("pod");
        assertThat(discovery.at("/namespaces/names/0").textValue()).isEqualTo("earshot");
        assertThat(Programs.run("prometheus", folder, "promtool", "check", "config", "prometheus.yml"))
                .contains("is valid prometheus config file");
    }
}
