package dev.earshot.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.cli.Workbench.ServiceAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/**
 * What was found where the service would be.
 *
 * @param client that reached it
 * @param address where
 * @param model that it has loaded; empty where it cannot be used
 * @param problem why it cannot be used, in words
 */
record RunningService(HttpClient client, URI address, Optional<String> model, String problem) {
    /** It is on this machine, in most cases. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Empty where nobody answers, or somebody else. */
    static Optional<RunningService> find(ServiceAddress configured) {
        if (configured.port() == 0) {
            return Optional.empty();
        }
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
        try {
            URI address = URI.create("http://" + host(configured.host()) + ":" + configured.port());
            return look(client, address, configured.key());
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** A service that listens on all addresses is called on the loopback. */
    static String host(String configured) throws UnknownHostException {
        String bare = configured.replaceAll("[\\[\\]]", "");
        String host = InetAddress.getByName(bare).isAnyLocalAddress()
                ? InetAddress.getLoopbackAddress().getHostAddress()
                : bare;
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static Optional<RunningService> look(HttpClient client, URI address, Optional<String> key)
            throws IOException, InterruptedException {
        HttpResponse<String> health = get(client, address, "/q/health/started", Optional.empty());
        // whisper.cpp's own server listens on the same port by default, and knows no such address.
        String status = ServiceRecogniser.json(health)
                .map(json -> json.path("status").asText(""))
                .orElse("");
        if (status.equals("DOWN")) {
            return Optional.of(new RunningService(client, address, Optional.empty(), "has no model that it could use"));
        }
        if (health.statusCode() != 200 || !status.equals("UP")) {
            return Optional.empty();
        }
        HttpResponse<String> models = get(client, address, "/v1/models", key);
        if (models.statusCode() != 200) {
            String problem = models.statusCode() == 401
                    ? "asks for a key, and earshot.http.api-key is not that one here"
                    : "does not tell its models (HTTP status " + models.statusCode() + ")";
            return Optional.of(new RunningService(client, address, Optional.empty(), problem));
        }
        return Optional.of(new RunningService(client, address, loaded(models), "has no model that it could use"));
    }

    private static HttpResponse<String> get(HttpClient client, URI address, String path, Optional<String> key)
            throws IOException, InterruptedException {
        return client.send(
                ServiceRecogniser.request(address, path, key)
                        .timeout(PATIENCE)
                        .GET()
                        .build(),
                BodyHandlers.ofString());
    }

    private static Optional<String> loaded(HttpResponse<String> models) {
        Optional<JsonNode> json = ServiceRecogniser.json(models);
        if (json.isPresent()) {
            for (JsonNode model : json.get().path("data")) {
                if (model.path("loaded").asBoolean()) {
                    return Optional.of(model.path("id").asText());
                }
            }
        }
        return Optional.empty();
    }
}
