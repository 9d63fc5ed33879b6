package dev.earshot.engine;

/** A voice activity model that listens to one stream and remembers what came before. Used by one thread at a time. */
public interface VoiceStream extends AutoCloseable {
    /**
     * @param samples the next {@link dev.earshot.audio.VoiceProbabilities#SAMPLES_EACH} or a multiple of that, mono, 16 kHz, finite
     * @return 0..1 for each so many
     */
    float[] next(float[] samples);

    @Override
    void close();
}
