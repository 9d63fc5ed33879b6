package dev.earshot.live;

import java.util.Arrays;

/** The latest samples of a session, by their positions on its clock. Used by one thread at a time. */
final class HeldAudio {
    private static final int FIRST = 32 * 1024;

    private float[] samples = new float[FIRST];
    private int filled;
    private long start;

    void append(float[] more) {
        if (filled + more.length > samples.length) {
            samples = Arrays.copyOf(samples, Math.max(2 * samples.length, filled + more.length));
        }
        System.arraycopy(more, 0, samples, filled, more.length);
        filled += more.length;
    }

    /** Position of the oldest sample here. */
    long start() {
        return start;
    }

    /** Position behind the latest sample. */
    long end() {
        return start + filled;
    }

    int size() {
        return filled;
    }

    /** A copy of what lies between two positions, as far as it is here. */
    float[] between(long from, long to) {
        int first = (int) Math.max(0, from - start);
        int last = (int) Math.min(filled, to - start);
        return Arrays.copyOfRange(samples, Math.min(first, Math.max(first, last)), Math.max(first, last));
    }

    /** Forgets what lies before a position; gives memory back that a long utterance took. */
    void dropBefore(long position) {
        int count = (int) Math.min(filled, Math.max(0, position - start));
        if (count == 0) {
            return;
        }
        int left = filled - count;
        if (samples.length > 8 * FIRST && left < FIRST) {
            samples = Arrays.copyOf(Arrays.copyOfRange(samples, count, filled), FIRST);
        } else {
            System.arraycopy(samples, count, samples, 0, left);
        }
        filled = left;
        start += count;
    }
}
