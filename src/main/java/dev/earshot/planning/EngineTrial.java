package dev.earshot.planning;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineEvents;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.ProgressListener;
import dev.earshot.engine.Transcriber;
import dev.earshot.engine.Transcript;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.model.ModelDescription;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** One engine with one model and one setting, warm and with nothing else to do. Used by one thread. */
final class EngineTrial implements AutoCloseable {
    private final Trials trials;
    private final Engine engine;
    private final EngineStatus.Ready ready;
    private final Cancellation stop;
    private final LongSupplier nanoTime;

    private EngineTrial(
            Trials trials, Engine engine, EngineStatus.Ready ready, Cancellation stop, LongSupplier nanoTime) {
        this.trials = trials;
        this.engine = engine;
        this.ready = ready;
        this.stop = stop;
        this.nanoTime = nanoTime;
    }

    /**
     * Loads the model; blocks until it is warm.
     *
     * @throws EngineException why it cannot be, or why all is over
     */
    static EngineTrial start(
            Trials trials, ModelDescription model, Setting setting, Cancellation stop, LongSupplier nanoTime) {
        CompletableFuture<EngineStatus> started = new CompletableFuture<>();
        Engine engine = trials.engine(model, setting, new EngineEvents() {
            @Override
            public void started(EngineStatus status) {
                started.complete(status);
            }
        });
        engine.start();
        try (Cancellation.Registration stopped = stop.onCancel(() -> started.complete(new EngineStatus.Stopped()))) {
            EngineStatus status = started.join();
            if (status instanceof EngineStatus.Ready ready) {
                return new EngineTrial(trials, engine, ready, stop, nanoTime);
            }
            engine.closeAndAwait();
            stop.throwIfCancelled();
            throw new EngineException(
                    ErrorCode.NOT_READY,
                    status instanceof EngineStatus.Failed failed ? failed.reason() : "The engine has stopped.");
        }
    }

    EngineStatus.Ready ready() {
        return ready;
    }

    /** What a recording took, and what came out. */
    record Run(Duration took, Transcript transcript) {}

    /** @throws EngineException {@link ErrorCode#DEADLINE} beyond the limit; otherwise why it failed or all is over */
    Run run(byte[] wav, Setting.Context context, Duration limit) {
        TranscriptionOptions options = TranscriptionOptions.builder()
                .language(Optional.of(BenchmarkClip.LANGUAGE))
                .audioContext(context == Setting.Context.FULL ? Transcriber.FULL_CONTEXT : 0)
                .build();
        // A deadline cancels for good, and there will be other runs.
        Cancellation one = new Cancellation();
        try (Cancellation.Registration stopped =
                stop.onCancel(() -> stop.reason().ifPresent(one::cancel))) {
            long begun = nanoTime.getAsLong();
            Transcript transcript =
                    engine.transcribe(trials.recording(wav), options, limit, one, ProgressListener.NONE);
            return new Run(Duration.ofNanos(nanoTime.getAsLong() - begun), transcript);
        }
    }

    /** However long it takes: another trial beside one that still computes would measure both, and hold two models. */
    @Override
    public void close() {
        engine.closeAndAwait();
    }
}
