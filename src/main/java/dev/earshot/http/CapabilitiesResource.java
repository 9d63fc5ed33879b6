package dev.earshot.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.Capabilities;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.LibraryFacts;
import dev.earshot.engine.ModelLoader.ModelFacts;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Says of every parameter what becomes of it, from the table that reads it. */
@Path("/v1/capabilities")
@NonBlocking
public final class CapabilitiesResource {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Engine engine;
    private final ParameterTables tables;

    @Inject
    CapabilitiesResource(Engine engine, ParameterTables tables) {
        this.engine = engine;
        this.tables = tables;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "capabilities", summary = "What this service honours, approximates, ignores and rejects")
    public String capabilities() {
        ObjectNode json = MAPPER.createObjectNode();
        Capabilities can = Capabilities.STOCK;
        if (engine.status() instanceof EngineStatus.Ready ready) {
            can = ready.model().capabilities();
            json.put("model", ready.model().name());
            json.put("library", ready.model().library().variant());
            json.set("native_library", library(ready.model().library()));
            json.put("translation", engine.models().stream().anyMatch(ModelFacts::canTranslate));
        }
        json.putObject("engine")
                .put("detected_language", can.detectedLanguage())
                .put("word_times", can.wordTimes())
                .put("segment_statistics", can.segmentStatistics())
                .put("abort", can.abort())
                .put("voice_activity_detection", can.voiceActivity());
        ObjectNode endpoints = json.putObject("endpoints");
        for (var table : tables.all().entrySet()) {
            ArrayNode rows = endpoints.putArray(table.getKey());
            for (Parameter parameter : table.getValue()) {
                rows.addObject()
                        .put("parameter", parameter.name())
                        .put("treatment", parameter.treatment().apply(can).word())
                        .put("note", parameter.note().apply(can));
            }
        }
        return json.toString();
    }

    private static ObjectNode library(LibraryFacts library) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("variant", library.variant());
        json.put("version", library.version());
        json.put("features", library.features());
        ArrayNode devices = json.putArray("devices");
        library.devices().forEach(devices::add);
        library.note().ifPresent(note -> json.put("note", note));
        return json;
    }
}
