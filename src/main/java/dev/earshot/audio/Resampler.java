package dev.earshot.audio;

import java.util.Arrays;

/**
 * Converts one channel from any whole rate to {@value PcmReader#SAMPLE_RATE} Hz, piece by piece.
 *
 * <p>What is asked of it: a microphone at 44.1 kHz must not fold its upper octave into the speech band, and a
 * segment's time in the text must be its time in the recording. So output sample k is the band-limited input at
 * time k/16000 exactly (the filter's delay is taken out), and n samples at rate r give round(n * 16000 / r).
 *
 * <p>Each output sample is one dot product with a row of a {@link FilterBank}. The result does not depend on how
 * the input was cut into pieces, to the bit. Used by one thread at a time.
 */
final class Resampler {
    private final FilterBank bank;
    private final int rate;
    private final int up;
    private final int down;

    /** Input not yet behind every filter, oldest first; starts with zeros for the time before the recording. */
    private float[] history;

    private int filled;
    /** Where the filter of the next output begins in {@link #history}. */
    private int next;
    /** The next output lies phase/up input samples after a whole one. */
    private int phase;

    private long consumed;
    private long produced;
    private long total = Long.MAX_VALUE;

    Resampler(int rate) {
        this.rate = rate;
        int divisor = gcd(rate, PcmReader.SAMPLE_RATE);
        up = PcmReader.SAMPLE_RATE / divisor;
        down = rate / divisor;
        bank = new FilterBank(rate, up);
        history = new float[bank.taps() + 8192];
        filled = bank.taps() / 2 - 1;
    }

    /** round(samples * 16000 / rate). */
    static long outputLength(long samples, int rate) {
        return (samples * (2L * PcmReader.SAMPLE_RATE) + rate) / (2L * rate);
    }

    /** Takes input; call {@link #pull} until it gives 0 before the next, so that the history stays short. */
    void push(float[] in, int offset, int length) {
        makeRoom(length);
        System.arraycopy(in, offset, history, filled, length);
        filled += length;
        consumed += length;
    }

    /** No input comes any more: what is still in the filter can be pulled. */
    void finish() {
        total = outputLength(consumed, rate);
        int zeros = bank.taps() + down / up + 1;
        makeRoom(zeros);
        Arrays.fill(history, filled, filled + zeros, 0);
        filled += zeros;
    }

    /** Writes the output that is ready, at most {@code length} samples; returns how many. */
    int pull(float[] out, int offset, int length) {
        int taps = bank.taps();
        int count = 0;
        while (count < length && next + taps <= filled && produced < total) {
            out[offset + count++] = bank.apply(phase, history, next);
            produced++;
            phase += down;
            next += phase / up;
            phase %= up;
        }
        return count;
    }

    private void makeRoom(int length) {
        // at high rates the next filter may begin after all that has come so far
        int drop = Math.min(next, filled);
        if (filled + length > history.length) {
            float[] target = filled - drop + length > history.length ? new float[filled - drop + length] : history;
            System.arraycopy(history, drop, target, 0, filled - drop);
            history = target;
            filled -= drop;
            next -= drop;
        }
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
