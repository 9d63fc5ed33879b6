package dev.earshot.http;

import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.ProgressListener;
import dev.earshot.http.Transcriptions.Heard;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The endpoints of whisper.cpp's example server; loading a model by path is left out on purpose. */
@Path("/")
@Tag(name = "whisper.cpp")
public final class WhisperCppResource {
    private final Transcriptions transcriptions;
    private final Engine engine;
    private final FormReader form;

    @Inject
    WhisperCppResource(Transcriptions transcriptions, Engine engine, ParameterTables tables) {
        this.transcriptions = transcriptions;
        this.engine = engine;
        this.form = tables.reader(ParameterTables.INFERENCE);
    }

    @POST
    @Path("/inference")
    @Blocking
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(operationId = "inference", summary = "Writes down what is said, in whisper.cpp's words")
    public Response inference(@Context RoutingContext context) {
        UploadedForm uploaded = UploadedForm.of(context);
        TranscriptionRequest request =
                form.read(uploaded, WhisperCppParameters.draft(), engine.model().capabilities());
        transcriptions.check(request, uploaded);
        Heard heard = transcriptions.run(context, uploaded, request, ProgressListener.NONE);
        return Reply.of(heard, request, request.format()::renderWhisperCpp);
    }

    @GET
    @Path("/health")
    @NonBlocking
    @Operation(operationId = "health", summary = "Whether the model is loaded")
    public Response health() {
        boolean ready = engine.status() instanceof EngineStatus.Ready;
        return Response.status(ready ? 200 : 503)
                .type(MediaType.APPLICATION_JSON)
                .entity(ready ? "{\"status\":\"ok\"}" : "{\"status\":\"loading model\"}")
                .build();
    }
}
