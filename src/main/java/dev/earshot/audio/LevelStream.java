package dev.earshot.audio;

/**
 * How loud sound is that comes in pieces, frame by frame, where speech lives: as {@link SpeechGate#frameLevels}, without an end.
 * Used by one thread at a time.
 */
public final class LevelStream {
    /** Gets each frame's level. */
    @FunctionalInterface
    public interface Sink {
        /** @param dbfs of the next {@value SpeechGate#FRAME_SAMPLES} samples */
        void frame(float dbfs);
    }

    private final FrameLevels filters = new FrameLevels();
    private double sum;
    private int count;

    /** @param samples mono, 16 kHz, finite */
    public void feed(float[] samples, Sink sink) {
        for (float sample : samples) {
            double value = filters.filter(sample);
            sum += value * value;
            if (++count == FrameLevels.FRAME) {
                sink.frame(FrameLevels.dbfs(sum / FrameLevels.FRAME));
                sum = 0;
                count = 0;
            }
        }
    }
}
