package dev.earshot.engine;

import dev.earshot.audio.PcmReader;
import java.util.Arrays;
import java.util.OptionalLong;

/** Samples from an array, handed out in odd pieces as a decoder would. */
final class SamplesReader implements PcmReader {
    private final float[] samples;
    private int position;
    private volatile boolean closed;

    SamplesReader(float[] samples) {
        this.samples = samples;
    }

    /** Seconds of a constant level, which {@link FakeModel} turns into a word. */
    static SamplesReader level(double seconds, double level) {
        float[] samples = new float[(int) (seconds * SAMPLE_RATE)];
        Arrays.fill(samples, (float) level);
        return new SamplesReader(samples);
    }

    @Override
    public int read(float[] buffer, int offset, int length) {
        if (position == samples.length) {
            return -1;
        }
        int count = Math.min(Math.min(length, 4097), samples.length - position);
        System.arraycopy(samples, position, buffer, offset, count);
        position += count;
        return count;
    }

    @Override
    public OptionalLong expectedSamples() {
        return OptionalLong.of(samples.length);
    }

    @Override
    public void close() {
        closed = true;
    }

    boolean closed() {
        return closed;
    }
}
