package dev.earshot.http;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.Segment;
import dev.earshot.engine.Transcript;
import dev.earshot.http.RequestEvents.Outcome;
import dev.earshot.http.Transcriptions.Heard;
import dev.earshot.transcript.OpenAiJson;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/** Answers with server-sent events: a delta for each segment as soon as its window is done, then the whole. */
final class EventStream {
    private static final Logger LOG = Logger.getLogger(EventStream.class);

    private final OutputStream out;
    private boolean first = true;

    private EventStream(OutputStream out) {
        this.out = out;
    }

    static Response answer(
            Transcriptions transcriptions, RoutingContext context, UploadedForm form, TranscriptionRequest request) {
        StreamingOutput stream = out -> new EventStream(out).write(transcriptions, context, form, request);
        Response.ResponseBuilder reply =
                Response.ok(stream, MediaType.SERVER_SENT_EVENTS).header("Cache-Control", "no-store");
        Reply.ignored(reply, request);
        return reply.build();
    }

    private void write(
            Transcriptions transcriptions, RoutingContext context, UploadedForm form, TranscriptionRequest request) {
        try {
            // Until there is a transcript: a write that fails ends the response as if all had gone well.
            RequestOutcome.note(context, Outcome.ABANDONED);
            Heard heard = transcriptions.run(
                    context, form, request, segments -> segments.forEach(segment -> delta(segment, request)));
            Transcript transcript = heard.transcript();
            RequestOutcome.note(context, transcript.emptyReason().isPresent() ? Outcome.NO_SPEECH : Outcome.OK);
            event(OpenAiJson.done(transcript, request.details(transcript, heard.model())));
        } catch (EngineException e) {
            fail(context, e);
        } catch (UncheckedIOException e) {
            // The client went away, and the job has ended with its listener.
            RequestOutcome.note(context, Outcome.ABANDONED);
        } catch (RuntimeException e) {
            fail(context, new EngineException(ErrorCode.INTERNAL, "Something went wrong here; the log says more.", e));
        } finally {
            // A listener who leaves ends the connection without the context hearing of it.
            form.release().run();
            RequestOutcome.end(context);
        }
    }

    /** The status is sent; the error becomes the last event. */
    private void fail(RoutingContext context, EngineException e) {
        if (e.code() == ErrorCode.INTERNAL) {
            LOG.error("A request failed", e);
        }
        RequestOutcome.note(context, RequestOutcome.ofStatus(StatusOf.code(e.code())));
        if (e.code() != ErrorCode.CLIENT_GONE) {
            event(ErrorAnswer.event(e));
        }
    }

    private void delta(Segment segment, TranscriptionRequest request) {
        String delta = OpenAiJson.delta(segment, first, request.details());
        if (!delta.isEmpty()) {
            first = false;
            event(delta);
        }
    }

    private void event(String json) {
        try {
            out.write(("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
