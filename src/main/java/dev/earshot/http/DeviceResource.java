package dev.earshot.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineStatus;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The machine, its device profile and what is wrong with it, as {@code earshot doctor --json} says it; and what is loaded. */
@Path("/v1/device")
@Blocking
public final class DeviceResource {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final DeviceReports reports;
    private final Engine engine;

    @Inject
    DeviceResource(DeviceReports reports, Engine engine) {
        this.reports = reports;
        this.engine = engine;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "device", summary = "What this machine is, what was chosen for it and why, what is wrong")
    public String device() {
        ObjectNode json = MAPPER.valueToTree(HiddenFolders.in(reports.now().asMap()));
        if (engine.status() instanceof EngineStatus.Ready ready) {
            json.put("loaded", ready.model().name());
        }
        if (engine.batchStatus().orElse(null) instanceof EngineStatus.Ready batch) {
            json.put("loaded_for_long_recordings", batch.model().name());
        }
        return json.toString();
    }
}
