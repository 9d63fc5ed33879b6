package dev.earshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real Prometheus on a free port of the loopback, with the shipped configuration and rules, which it applies every second. */
public final class Prometheus implements AutoCloseable {
    private static final String SHIPPED_TARGET = "127.0.0.1:8080";
    private static final String SHIPPED_INTERVAL = "15s";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final URI base;

    private Prometheus(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    /**
     * Starts one that scrapes a service.
     *
     * @param folder for its files, new
     * @param key the service's
     */
    public static Prometheus start(Path folder, URI service, String key) {
        try {
            Files.createDirectories(folder);
            String configuration = Files.readString(Monitoring.PROMETHEUS.resolve("prometheus.yml"));
            assertThat(configuration).contains(SHIPPED_TARGET, SHIPPED_INTERVAL);
            Files.writeString(
                    folder.resolve("prometheus.yml"),
                    configuration
                            .replace(SHIPPED_TARGET, service.getAuthority())
                            .replace(SHIPPED_INTERVAL, "1s"));
            Files.copy(Monitoring.PROMETHEUS.resolve("earshot.rules.yml"), folder.resolve("earshot.rules.yml"));
            Files.writeString(folder.resolve("earshot.key"), key);
            URI base = URI.create("http://127.0.0.1:" + freePort());
            Process process = new ProcessBuilder(
                            "prometheus",
                            "--config.file=" + folder.resolve("prometheus.yml"),
                            "--storage.tsdb.path=" + folder.resolve("data"),
                            "--web.listen-address=" + base.getAuthority())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log.txt").toFile())
                    .start();
            Prometheus prometheus = new Prometheus(process, base);
            prometheus.awaitStart(folder.resolve("log.txt"));
            return prometheus;
        } catch (IOException e) {
            throw new UncheckedIOException("This test needs Prometheus: apt install prometheus", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitStart(Path log) {
        try {
            Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
                assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
                return client.send(
                                        HttpRequest.newBuilder(base.resolve("/-/ready"))
                                                .build(),
                                        BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            });
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** What an expression gives now: the list of its series. */
    public JsonNode query(String expression) {
        JsonNode answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        assertThat(answer.get("status").textValue())
                .as("%s: %s", expression, answer)
                .isEqualTo("success");
        return answer.at("/data/result");
    }

    /** All rules with their state. */
    public JsonNode rules() {
        return get("/api/v1/rules").at("/data/groups");
    }

    private JsonNode get(String path) {
        try {
            return new ObjectMapper()
                    .readTree(client.send(
                                    HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString())
                            .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
