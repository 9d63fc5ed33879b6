package dev.earshot.live;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.Transcript;
import dev.earshot.engine.TranscriptionOptions;

/** An utterance that has ended and whose text is owed to the client. Used by one thread at a time. */
final class DueFinal {
    /** How far it is. */
    enum Stage {
        WAITS,
        RUNS,
        DONE
    }

    final long utterance;
    final long from;
    final long to;
    final long dueNanos;
    final TranscriptionOptions how;
    Stage stage;

    /** Of the reading for it, once that has begun. */
    Cancellation cancellation;

    /** What may become it, where a reading had heard all of it before its end was known. */
    Reading early;

    /** Forgotten once they are read. */
    float[] samples;

    /** What came of it, or else {@link #failure}. */
    Transcript transcript;

    EngineException failure;

    DueFinal(long utterance, long from, long to, long dueNanos, float[] samples, TranscriptionOptions how) {
        this.utterance = utterance;
        this.from = from;
        this.to = to;
        this.dueNanos = dueNanos;
        this.samples = samples;
        this.how = how;
        this.stage = Stage.WAITS;
    }

    int heldSamples() {
        return samples == null ? 0 : samples.length;
    }

    void done(Transcript text, EngineException reason) {
        stage = Stage.DONE;
        transcript = text;
        failure = reason;
        samples = null;
    }
}
