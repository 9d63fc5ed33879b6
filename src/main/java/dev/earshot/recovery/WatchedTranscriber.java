package dev.earshot.recovery;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.ModelLoader.ModelFacts;
import dev.earshot.engine.Transcriber;
import dev.earshot.engine.TranscriptionOptions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Notes each window before it is decoded, and refuses those that were set aside. Used by one thread.
 *
 * <p>Measured on an AMD EPYC, for half a minute of samples: 2 ms for the hash, 12 ms without the processor's SHA instructions, which a
 * Raspberry Pi 4 lacks, too; 6 microseconds to write and empty the place, in a RAM file system as on ext4.
 */
final class WatchedTranscriber implements Transcriber {
    private final Transcriber transcriber;
    private final ModelFacts model;
    private final Watch watch;
    private final Set<String> setAside;
    private boolean warm;

    WatchedTranscriber(Transcriber transcriber, ModelFacts model, Watch watch, Set<String> setAside) {
        this.transcriber = transcriber;
        this.model = model;
        this.watch = watch;
        this.setAside = setAside;
    }

    @Override
    public Result transcribe(float[] samples, TranscriptionOptions options, String prompt, Cancellation cancellation) {
        Clip clip = Clip.of(samples);
        if (warm) {
            clip.requireNotIn(setAside);
        }
        Work work = new Work(
                Instant.now(),
                // The engine warms each state up before it gives it a recording.
                warm ? Work.Kind.WINDOW : Work.Kind.WARM_UP,
                model.name(),
                model.sha256(),
                model.library().variant(),
                warm ? Optional.of(clip.hash()) : Optional.empty(),
                clip.audio());
        try (Journal.Note note = watch.begin(work)) {
            return transcriber.transcribe(samples, options, prompt, cancellation);
        } finally {
            warm = true;
        }
    }

    @Override
    public void close() {
        transcriber.close();
    }
}
