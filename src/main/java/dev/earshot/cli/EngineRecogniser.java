package dev.earshot.cli;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.audio.AudioException;
import dev.earshot.audio.AudioSource;
import dev.earshot.audio.PcmReader;
import dev.earshot.engine.Cancellation;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineEvents;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.Segment;
import dev.earshot.engine.Transcript;
import dev.earshot.transcript.Details;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;

/** Recognises in this process, with the parts that the service has and without HTTP. */
final class EngineRecogniser implements Recogniser {
    private final Workbench.Limits limits;
    private final AudioDecoder decoder;
    private final Engine engine;
    private final String model;

    private EngineRecogniser(Workbench.Limits limits, AudioDecoder decoder, Engine engine, String model) {
        this.limits = limits;
        this.decoder = decoder;
        this.engine = engine;
        this.model = model;
    }

    /**
     * Loads the model; blocks until it is warm.
     *
     * @param named instead of the configured one
     * @throws CannotRun with the reason
     */
    static EngineRecogniser start(Workbench workbench, Optional<String> named, Cancellation cancellation) {
        CompletableFuture<EngineStatus> started = new CompletableFuture<>();
        EngineEvents events = new EngineEvents() {
            @Override
            public void started(EngineStatus status) {
                started.complete(status);
            }
        };
        Engine engine = workbench.engine(named, events);
        engine.start();
        try (Cancellation.Registration stop =
                cancellation.onCancel(() -> started.complete(new EngineStatus.Stopped()))) {
            EngineStatus status = started.join();
            if (status instanceof EngineStatus.Ready ready) {
                return new EngineRecogniser(
                        workbench.limits(),
                        workbench.decoder(),
                        engine,
                        ready.model().name());
            }
            engine.close();
            throw new CannotRun(
                    status instanceof EngineStatus.Failed failed
                            ? failed.reason()
                            : "Stopped before the model was loaded.");
        }
    }

    /** The model's name. */
    String model() {
        return model;
    }

    @Override
    public String transcribe(Path recording, Order order, Cancellation cancellation, DoubleConsumer progress) {
        if (!Files.isReadable(recording)) {
            throw new EngineException(ErrorCode.UNREADABLE_AUDIO, "Not allowed to read it, or it is gone.");
        }
        AtomicLong length = new AtomicLong();
        Transcript transcript = engine.transcribe(
                () -> open(recording, length),
                order.options(),
                limits.deadline(),
                cancellation,
                segments -> tell(segments, length.get(), progress));
        return order.format().renderOpenAi(transcript, Details.NONE);
    }

    private PcmReader open(Path recording, AtomicLong length) throws AudioException {
        PcmReader pcm = decoder.open(AudioSource.of(recording));
        length.set(pcm.expectedSamples().orElse(0) * 1000 / PcmReader.SAMPLE_RATE);
        return pcm;
    }

    private static void tell(List<Segment> segments, long lengthMs, DoubleConsumer progress) {
        if (lengthMs > 0 && !segments.isEmpty()) {
            progress.accept((double) segments.get(segments.size() - 1).endMs() / lengthMs);
        }
    }

    /** One more than there are lanes is decoded while they work. */
    @Override
    public int atOnce() {
        return limits.lanes() + 1;
    }

    @Override
    public void close() {
        engine.close();
    }
}
