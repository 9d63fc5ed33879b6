package dev.earshot.http;

import dev.earshot.engine.ProgressListener;
import dev.earshot.engine.Task;
import dev.earshot.http.Transcriptions.Heard;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** OpenAI's audio endpoints. */
@Path("/v1/audio")
@Blocking
@Consumes(MediaType.MULTIPART_FORM_DATA)
@Tag(name = "OpenAI")
public final class OpenAiResource {
    private final Transcriptions transcriptions;
    private final FormReader transcriptionForm;
    private final FormReader translationForm;

    @Inject
    OpenAiResource(Transcriptions transcriptions, ParameterTables tables) {
        this.transcriptions = transcriptions;
        this.transcriptionForm = tables.reader(ParameterTables.TRANSCRIPTIONS);
        this.translationForm = tables.reader(ParameterTables.TRANSLATIONS);
    }

    @POST
    @Path("/transcriptions")
    @Operation(operationId = "transcribe", summary = "Writes down what is said in a recording")
    public Response transcribe(@Context RoutingContext context) {
        return answer(context, transcriptionForm, Task.TRANSCRIBE);
    }

    @POST
    @Path("/translations")
    @Operation(operationId = "translate", summary = "Writes in English what is said in a recording")
    public Response translate(@Context RoutingContext context) {
        return answer(context, translationForm, Task.TRANSLATE);
    }

    private Response answer(RoutingContext context, FormReader reader, Task task) {
        UploadedForm form = UploadedForm.of(context);
        var can = transcriptions.engine().model().capabilities();
        TranscriptionRequest request = reader.read(form, OpenAiParameters.draft(task), can);
        transcriptions.check(request, form);
        if (request.stream()) {
            return EventStream.answer(transcriptions, context, form, request);
        }
        Heard heard = transcriptions.run(context, form, request, ProgressListener.NONE);
        return Reply.of(heard, request, request.format()::renderOpenAi);
    }
}
