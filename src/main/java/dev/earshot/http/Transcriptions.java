package dev.earshot.http;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.audio.AudioException;
import dev.earshot.audio.PcmReader;
import dev.earshot.engine.Cancellation;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.ProgressListener;
import dev.earshot.engine.Transcript;
import dev.earshot.http.RequestEvents.Outcome;
import dev.earshot.model.InstalledModels;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Takes a received recording through decoder and engine, whatever the dialect. Blocks its caller. */
@Singleton
final class Transcriptions {
    private final Engine engine;
    private final AudioDecoder decoder;
    private final ModelNames models;
    private final LimitsConfig limits;
    private final RequestEvents events;

    @Inject
    Transcriptions(
            Engine engine, AudioDecoder decoder, InstalledModels installed, LimitsConfig limits, RequestEvents events) {
        this.engine = engine;
        this.decoder = decoder;
        this.models = new ModelNames(installed);
        this.limits = limits;
        this.events = events;
    }

    /** Throws what makes the request impossible before anything is decoded, so that a stream can still answer with a status. */
    void check(TranscriptionRequest request, UploadedForm form) {
        request.model().ifPresent(name -> models.requireActive(name, engine.model()));
        engine.requireAble(request.options());
        upload(form);
    }

    private static Upload upload(UploadedForm form) {
        return form.file()
                .orElseThrow(() -> EngineException.badParameter(
                        "file", "no 'file' field in the request: send the recording as a file part named 'file'."));
    }

    /** @throws EngineException for everything but an answer */
    Transcript run(RoutingContext context, UploadedForm form, TranscriptionRequest request, ProgressListener listener) {
        Cancellation cancellation = new Cancellation();
        context.addEndHandler(end -> {
            if (end.failed()) {
                // Not on the event loop: ending a decoder waits for its process to be gone.
                context.vertx().executeBlocking(() -> abandon(cancellation), false);
            }
        });
        long begun = System.nanoTime();
        Outcome outcome = Outcome.FAILED;
        try (PcmReader pcm = open(form)) {
            Duration deadline = request.deadline().orElse(limits.deadline());
            Transcript transcript = engine.transcribe(pcm, request.options(), deadline, cancellation, listener);
            outcome = transcript.emptyReason().isPresent() ? Outcome.NO_SPEECH : Outcome.OK;
            return transcript;
        } catch (AudioException e) {
            EngineException known = EngineException.of(e);
            outcome = outcomeOf(known.code());
            throw known;
        } catch (EngineException e) {
            outcome = outcomeOf(e.code());
            throw e;
        } finally {
            events.requestEnded(outcome, Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private static boolean abandon(Cancellation cancellation) {
        cancellation.cancel(new EngineException(ErrorCode.CLIENT_GONE, "client disconnected"));
        return true;
    }

    private PcmReader open(UploadedForm form) throws AudioException {
        // Others may have filled the queue while this recording was received, and decoding can cost a process.
        engine.checkRoom();
        return decoder.open(upload(form).audio());
    }

    private static Outcome outcomeOf(ErrorCode code) {
        return switch (code) {
            case BUSY -> Outcome.BUSY;
            case DEADLINE -> Outcome.DEADLINE;
            case CLIENT_GONE -> Outcome.ABANDONED;
            case NOT_READY, DISK_FULL -> Outcome.UNAVAILABLE;
            case INTERNAL -> Outcome.FAILED;
            case BAD_REQUEST,
                    UNREADABLE_AUDIO,
                    UNAUTHORIZED,
                    FORBIDDEN,
                    UNKNOWN_MODEL,
                    MODEL_NOT_LOADED,
                    TOO_LARGE,
                    UNSUPPORTED_FORMAT,
                    BAD_SAMPLES -> Outcome.INVALID;
        };
    }

    Engine engine() {
        return engine;
    }
}
