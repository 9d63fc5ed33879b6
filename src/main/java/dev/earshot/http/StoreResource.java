package dev.earshot.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.EngineException;
import dev.earshot.model.ModelException;
import dev.earshot.model.store.Delivery;
import dev.earshot.model.store.ModelStore;
import dev.earshot.model.store.Progress;
import dev.earshot.model.store.StoreReport;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The models of this device for an administrator: the same as the {@code earshot models} commands, on the running service. */
@Path("/v1/store")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Models")
public final class StoreResource {
    /** Each holds a thread for as long as it takes. */
    private static final int MOST_INSTALLATIONS = 2;

    private final AdminKey administrator;
    private final ModelStore store;
    private final StoreChanges changes;
    private final ModelSwitch models;
    private final Semaphore installations = new Semaphore(MOST_INSTALLATIONS);

    @Inject
    StoreResource(AdminKey administrator, ModelStore store, StoreChanges changes, ModelSwitch models) {
        this.administrator = administrator;
        this.store = store;
        this.changes = changes;
        this.models = models;
    }

    private interface Work<T> {
        T run() throws ModelException;
    }

    private <T> T asAdministrator(HttpServerRequest request, Work<T> work) {
        administrator.require(request);
        try {
            return work.run();
        } catch (ModelException e) {
            throw StoreErrors.of(e);
        }
    }

    @GET
    @Path("/models")
    @Operation(operationId = "storedModels", summary = "What is installed, with versions, and what is in use")
    public String list(@Context HttpServerRequest request) {
        return asAdministrator(request, () -> {
            ObjectNode json = StoreReport.models(store, store.list());
            changes.serving().ifPresent(name -> json.put("serving", name));
            return json.toString();
        });
    }

    @GET
    @Path("/available")
    @Operation(operationId = "availableModels", summary = "What can be pulled")
    public String available(@Context HttpServerRequest request) {
        return asAdministrator(
                request,
                () -> array("models", store.catalogue().entries().stream().map(StoreReport::entry)));
    }

    @POST
    @Path("/models/{name}/pull")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(operationId = "pullModel", summary = "Fetches and installs; tells with events how far it is")
    public Response pull(@Context HttpServerRequest request, @PathParam("name") String name) {
        return asAdministrator(request, () -> {
            store.requirePublished(name);
            return streamed(progress -> store.pull(name, progress));
        });
    }

    @POST
    @Path("/models/{name}/quantize")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(operationId = "quantizeModel", summary = "Makes a smaller model of an f16 one; answers as pull does")
    public Response quantize(
            @Context HttpServerRequest request, @PathParam("name") String name, @QueryParam("type") String type) {
        return asAdministrator(request, () -> {
            if (type == null) {
                throw EngineException.badParameter("type", "Say to what: type=q8_0 or another quantization.");
            }
            store.get(name);
            java.nio.file.Path tool = models.quantizer();
            return streamed(progress -> store.quantize(name, type, Optional.empty(), tool, progress));
        });
    }

    /** Read as it comes and written to the disk, so that no model is held in memory. */
    @POST
    @Path("/models/{name}/upload")
    @Consumes(MediaType.WILDCARD)
    @Operation(operationId = "uploadModel", summary = "Installs the model file that is the body of the request")
    public String upload(
            @Context RoutingContext context,
            @PathParam("name") String name,
            @QueryParam("sha256") String sha256,
            InputStream body) {
        try {
            return asAdministrator(
                    context.request(),
                    () -> received(name, ModelBody.of(context.request(), sha256, body))
                            .toString());
        } catch (EngineException e) {
            Answers.refuseRest(context);
            throw e;
        }
    }

    private ObjectNode received(String name, Delivery delivery) throws ModelException {
        if (!installations.tryAcquire()) {
            throw full();
        }
        try {
            return StoreReport.installation(store.receive(name, delivery));
        } finally {
            installations.release();
        }
    }

    private static ModelException full() {
        return new ModelException(
                ModelException.Problem.BUSY,
                MOST_INSTALLATIONS + " models are being installed right now. Try again afterwards.");
    }

    private Response streamed(PullStream.Work work) {
        StreamingOutput stream = out -> {
            if (!installations.tryAcquire()) {
                PullStream.write(out, progress -> {
                    throw full();
                });
                return;
            }
            try {
                PullStream.write(out, work);
            } finally {
                installations.release();
            }
        };
        return Response.ok(stream, MediaType.SERVER_SENT_EVENTS)
                .header("Cache-Control", "no-store")
                .build();
    }

    @POST
    @Path("/models/{name}/verify")
    @Operation(operationId = "verifyModel", summary = "Reads all versions and compares them with what they were")
    public String verify(@Context HttpServerRequest request, @PathParam("name") String name) {
        return asAdministrator(
                request,
                () -> array(
                        "findings",
                        store.verify(Optional.of(name), Progress.NONE).stream().map(StoreReport::finding)));
    }

    @POST
    @Path("/models/{name}/use")
    @Operation(operationId = "useModel", summary = "Puts a version in use, and the running service on it")
    public String use(
            @Context HttpServerRequest request, @PathParam("name") String name, @QueryParam("version") String version) {
        return asAdministrator(request, () -> changes.use(name, number(version)).toString());
    }

    @POST
    @Path("/models/{name}/rollback")
    @Operation(operationId = "rollBackModel", summary = "Puts the version in use again that was before")
    public String rollback(@Context HttpServerRequest request, @PathParam("name") String name) {
        return asAdministrator(request, () -> changes.rollback(name).toString());
    }

    @DELETE
    @Path("/models/{name}")
    @Operation(operationId = "removeModel", summary = "Removes a model, or one version that is not in use")
    public Response remove(
            @Context HttpServerRequest request, @PathParam("name") String name, @QueryParam("version") String version) {
        return asAdministrator(request, () -> {
            changes.remove(name, number(version));
            return Response.noContent().build();
        });
    }

    private static OptionalInt number(String version) {
        if (version == null) {
            return OptionalInt.empty();
        }
        if (!version.matches("[1-9][0-9]{0,8}")) {
            throw EngineException.badParameter(
                    "version", "'" + Values.shown(version) + "' is no version; they are numbers from 1.");
        }
        return OptionalInt.of(Integer.parseInt(version));
    }

    private static String array(String field, Stream<ObjectNode> values) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        values.forEach(json.putArray(field)::add);
        return json.toString();
    }
}
