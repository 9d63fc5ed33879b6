package dev.earshot.audio;

import java.util.OptionalLong;

/** Samples that are in memory already. */
public final class ArrayReader implements PcmReader {
    private final float[] samples;
    private int position;

    /** @param samples mono, 16 kHz, finite; not copied */
    public ArrayReader(float[] samples) {
        this.samples = samples;
    }

    @Override
    public int read(float[] buffer, int offset, int length) {
        if (position == samples.length) {
            return -1;
        }
        int count = Math.min(length, samples.length - position);
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
        // Nothing is held.
    }
}
