package dev.earshot.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.ModelLoader.ModelFacts;
import dev.earshot.model.DemoModel;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelException;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The models on this device, as OpenAI lists them; which one is loaded is added. */
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "OpenAI")
public final class ModelsResource {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Engine engine;
    private final InstalledModels installed;

    @Inject
    ModelsResource(Engine engine, InstalledModels installed) {
        this.engine = engine;
        this.installed = installed;
    }

    @GET
    @Operation(operationId = "listModels", summary = "The models on this device")
    public String list() {
        ObjectNode json = MAPPER.createObjectNode().put("object", "list");
        ArrayNode data = json.putArray("data");
        models().values().forEach(data::add);
        return json.toString();
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getModel", summary = "One model")
    public String get(@PathParam("id") String id) {
        String name = ModelNames.meansActive(id) ? engine.model().name() : id;
        ObjectNode model = models().get(name);
        if (model == null) {
            throw EngineException.ofParameter(
                    ErrorCode.UNKNOWN_MODEL,
                    "model",
                    "There is no model '" + Values.shown(id) + "'. GET /v1/models lists those there are.");
        }
        return model.put("id", id).toString();
    }

    private Map<String, ObjectNode> models() {
        Map<String, ObjectNode> models = new LinkedHashMap<>();
        if (engine.status() instanceof EngineStatus.Ready ready) {
            boolean second = engine.batchStatus().orElse(null) instanceof EngineStatus.Ready;
            models.put(ready.model().name(), loaded(ready.model()).put("hears", second ? "short" : "all"));
        }
        if (engine.batchStatus().orElse(null) instanceof EngineStatus.Ready batch) {
            models.putIfAbsent(batch.model().name(), loaded(batch.model()).put("hears", "long"));
        }
        try {
            for (java.nio.file.Path file : installed.list()) {
                String name = InstalledModels.nameOf(file);
                models.putIfAbsent(
                        name,
                        entry(name, Files.getLastModifiedTime(file).toMillis() / 1000)
                                .put("loaded", false));
            }
        } catch (ModelException | IOException e) {
            throw new EngineException(ErrorCode.INTERNAL, "The models cannot be listed: " + e.getMessage(), e);
        }
        return models;
    }

    private static ObjectNode loaded(ModelFacts facts) {
        ObjectNode model = entry(facts.name(), 0).put("loaded", true);
        model.put("type", facts.type())
                .put("quantization", facts.quantization())
                .put("size", facts.sizeBytes());
        facts.sha256().ifPresent(hash -> model.put("sha256", hash));
        if (facts.name().equals(DemoModel.NAME)) {
            model.put("notice", DemoModel.NOTICE);
        }
        return model;
    }

    private static ObjectNode entry(String name, long created) {
        return MAPPER.createObjectNode()
                .put("id", name)
                .put("object", "model")
                .put("created", created)
                .put("owned_by", "earshot");
    }
}
