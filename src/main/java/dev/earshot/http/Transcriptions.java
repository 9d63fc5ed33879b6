package dev.earshot.http;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.engine.Cancellation;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.ModelLoader.ModelFacts;
import dev.earshot.engine.ProgressListener;
import dev.earshot.engine.Segment;
import dev.earshot.engine.Transcript;
import dev.earshot.http.RequestEvents.Outcome;
import dev.earshot.model.InstalledModels;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Takes a received recording through decoder and engine, whatever the dialect. Blocks its caller. */
@Singleton
final class Transcriptions {
    /** How often a caller is looked after. */
    private static final long WATCH_MS = 100;

    private final Engine engine;
    private final AudioDecoder decoder;
    private final ModelNames models;
    private final LimitsConfig limits;

    @Inject
    Transcriptions(Engine engine, AudioDecoder decoder, InstalledModels installed, LimitsConfig limits) {
        this.engine = engine;
        this.decoder = decoder;
        this.models = new ModelNames(installed);
        this.limits = limits;
    }

    /** Throws what makes the request impossible before anything is decoded, so that a stream can still answer with a status. */
    void check(TranscriptionRequest request, UploadedForm form) {
        request.model().ifPresent(name -> models.requireLoaded(name, engine.models()));
        engine.requireAble(request.options());
        upload(form);
    }

    private static Upload upload(UploadedForm form) {
        return form.file()
                .orElseThrow(() -> EngineException.badParameter(
                        "file", "no 'file' field in the request: send the recording as a file part named 'file'."));
    }

    /** @param model that heard all of it; which one that is, is settled when its turn comes */
    record Heard(Transcript transcript, ModelFacts model) {}

    /** Another model may have come into use since the request was checked. */
    private final class Hearing implements ProgressListener {
        private final TranscriptionRequest request;
        private final ProgressListener listener;
        private ModelFacts model;

        Hearing(TranscriptionRequest request, ProgressListener listener) {
            this.request = request;
            this.listener = listener;
        }

        @Override
        public void begins(ModelFacts model) {
            request.model().ifPresent(name -> models.requireLoaded(name, List.of(model)));
            this.model = model;
            listener.begins(model);
        }

        @Override
        public void windowDone(List<Segment> segments) {
            listener.windowDone(segments);
        }
    }

    /** @throws EngineException for everything but an answer */
    Heard run(RoutingContext context, UploadedForm form, TranscriptionRequest request, ProgressListener listener) {
        Cancellation cancellation = new Cancellation();
        long watch = context.vertx().setPeriodic(WATCH_MS, timer -> cancelIfGone(context, cancellation));
        Hearing hearing = new Hearing(request, listener);
        try {
            Transcript transcript = engine.transcribe(
                    () -> decoder.open(upload(form).audio()),
                    request.options(),
                    request.deadline().orElse(limits.deadline()),
                    cancellation,
                    hearing);
            if (transcript.emptyReason().isPresent()) {
                RequestOutcome.note(context, Outcome.NO_SPEECH);
            }
            return new Heard(transcript, hearing.model);
        } finally {
            context.vertx().cancelTimer(watch);
        }
    }

    /** Looked up, since a connection's one close handler belongs to whoever writes the answer. */
    private static void cancelIfGone(RoutingContext context, Cancellation cancellation) {
        if (context.response().closed()) {
            cancellation.cancel(new EngineException(ErrorCode.CLIENT_GONE, "client disconnected"));
        }
    }

    Engine engine() {
        return engine;
    }
}
