package dev.earshot.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.cli.Workbench.ServiceAddress;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Has the running service put models in use: it changes at once then, and refuses what it cannot hear with. */
final class ServiceModels {
    private final RunningService service;
    private final String key;

    private ServiceModels(RunningService service, String key) {
        this.service = service;
        this.key = key;
    }

    /** Empty where no service runs, or nobody here has the administrator's key. */
    static Optional<ServiceModels> find(ServiceAddress configured) {
        return configured
                .adminKey()
                .flatMap(key -> RunningService.find(configured).map(service -> new ServiceModels(service, key)));
    }

    /**
     * The model as it is then, with a {@code note} on what that means.
     *
     * @throws CannotRun with the service's words, and then all is as it was
     */
    ObjectNode use(String name, Optional<Integer> version) {
        return change(name, "use" + version.map(number -> "?version=" + number).orElse(""));
    }

    /** See {@link #use}. */
    ObjectNode rollback(String name) {
        return change(name, "rollback");
    }

    private ObjectNode change(String name, String what) {
        if (!name.matches("[A-Za-z0-9._-]{1,80}")) {
            throw new WrongUse("'" + name + "' cannot be a model's name.");
        }
        try {
            // Loading and trying a model takes as long as it takes.
            HttpResponse<String> answer = service.client()
                    .send(
                            ServiceRecogniser.request(
                                            service.address(),
                                            "/v1/store/models/" + name + "/" + what,
                                            Optional.of(key))
                                    .POST(BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString(StandardCharsets.UTF_8));
            Optional<JsonNode> json = ServiceRecogniser.json(answer);
            if (answer.statusCode() == 200 && json.isPresent() && json.get() instanceof ObjectNode model) {
                return model;
            }
            throw new CannotRun("The service at " + service.address() + ": " + ServiceRecogniser.message(answer));
        } catch (IOException e) {
            throw new CannotRun("The service at " + service.address() + " did not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotRun("Interrupted while the service at " + service.address() + " was at work.");
        }
    }
}
