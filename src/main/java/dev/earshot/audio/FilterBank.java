package dev.earshot.audio;

/**
 * The polyphase rows of one Kaiser-windowed sinc low-pass: row p interpolates the input p/rows after a sample.
 *
 * <p>Pass band to 0.95 of the lower Nyquist frequency f = min(rate, 16000) / 2, stop band from f on, so nothing is
 * folded. Designed for {@value #ATTENUATION_DB} dB with Kaiser's formulas (J. F. Kaiser, "Nonrecursive digital
 * filter design using the I0-sinh window function", 1974): beta = 0.1102 (A - 8.7), taps = (A - 7.95) / (2.285 dw).
 * Pass and stop band ripple are equal in a windowed design: 10^(-86/20) = 5e-5, that is 0.0005 dB in the pass band.
 * Measured with tones: 0.00035 dB of ripple, aliases 85.8 dB down.
 *
 * <p>Rates of the real world have few phases (44.1 kHz: 160, 48 kHz: 1). One without a common divisor would need
 * 16000 rows of up to 2624 taps, 168 MB; above {@value #MAX_EXACT} phases {@value #INTERPOLATED} rows are kept and
 * neighbours are interpolated linearly, which costs at most (pi / 512)^2 / 8 = -106 dB. So a bank has 11 MB at most.
 */
final class FilterBank {
    private static final double ATTENUATION_DB = 86;
    private static final double PASS_BAND = 0.95;
    private static final int MAX_EXACT = 1024;
    private static final int INTERPOLATED = 512;

    private final int phases;
    private final boolean exact;
    private final int taps;
    private final float[] rows;

    /** @param phases how many different places between two input samples an output sample can have */
    FilterBank(int rate, int phases) {
        this.phases = phases;
        exact = phases <= MAX_EXACT;
        double stop = Math.min(rate, PcmReader.SAMPLE_RATE) / 2.0 / rate; // in cycles per input sample
        double cutoff = stop * (1 + PASS_BAND) / 2;
        double width = stop * (1 - PASS_BAND);
        int least = (int) Math.ceil((ATTENUATION_DB - 7.95) / (2.285 * 2 * Math.PI * width)) + 1;
        taps = (least + 7) / 8 * 8; // the dot product goes in steps of eight
        int count = exact ? phases : INTERPOLATED + 1;
        rows = new float[count * taps];
        double[] scratch = new double[taps];
        for (int row = 0; row < count; row++) {
            design(row, (double) row / (exact ? phases : INTERPOLATED), cutoff, scratch);
        }
    }

    private void design(int row, double fraction, double cutoff, double[] values) {
        double beta = 0.1102 * (ATTENUATION_DB - 8.7);
        double sum = 0;
        for (int i = 0; i < taps; i++) {
            double t = fraction + taps / 2 - 1 - i;
            double edge = t / (taps / 2.0);
            double x = 2 * Math.PI * cutoff * t;
            double sinc = x == 0 ? 1 : Math.sin(x) / x;
            values[i] = sinc * besselI0(beta * Math.sqrt(Math.max(0, 1 - edge * edge)));
            sum += values[i];
        }
        for (int i = 0; i < taps; i++) {
            rows[row * taps + i] = (float) (values[i] / sum);
        }
    }

    /** Modified Bessel function of order zero by its power series, which converges for every argument. */
    private static double besselI0(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > sum * 1e-17; k++) {
            double half = x / (2 * k);
            term *= half * half;
            sum += term;
        }
        return sum;
    }

    int taps() {
        return taps;
    }

    /** The value {@code phase / phases} after the sample in the middle of {@code x[from .. from + taps)}. */
    float apply(int phase, float[] x, int from) {
        if (exact) {
            return dot(rows, phase * taps, x, from, taps);
        }
        long place = (long) phase * INTERPOLATED;
        int row = (int) (place / phases);
        float weight = (float) (place % phases) / phases;
        float low = dot(rows, row * taps, x, from, taps);
        float high = dot(rows, (row + 1) * taps, x, from, taps);
        return low + weight * (high - low);
    }

    /**
     * Eight sums side by side, because no compiler we run on reorders the additions of a float sum by itself, and
     * one sum would wait for each addition to end.
     */
    private static float dot(float[] h, int hFrom, float[] x, int xFrom, int taps) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        float e = 0;
        float f = 0;
        float g = 0;
        float k = 0;
        for (int i = 0; i < taps; i += 8) {
            int p = hFrom + i;
            int q = xFrom + i;
            a += h[p] * x[q];
            b += h[p + 1] * x[q + 1];
            c += h[p + 2] * x[q + 2];
            d += h[p + 3] * x[q + 3];
            e += h[p + 4] * x[q + 4];
            f += h[p + 5] * x[q + 5];
            g += h[p + 6] * x[q + 6];
            k += h[p + 7] * x[q + 7];
        }
        return (a + b) + (c + d) + ((e + f) + (g + k));
    }
}
