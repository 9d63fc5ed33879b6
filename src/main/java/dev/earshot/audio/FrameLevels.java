package dev.earshot.audio;

import java.util.Objects;

/**
 * How loud each 20 ms of sound are in the band where speech lives, {@value #LOW_HZ} to {@value #HIGH_HZ} Hz, in dB
 * relative to full scale (a full-scale sine in the band is -3). The band leaves out mains hum, rumble, an offset of the
 * converter and most of the hiss.
 *
 * <p>Fourth-order Butterworth slopes on both sides (two biquads each, from R. Bristow-Johnson's "Cookbook formulae for
 * audio EQ"), 50 Hz is 62 dB down.
 */
final class FrameLevels {
    /** 20 ms. */
    static final int FRAME = PcmReader.SAMPLE_RATE / 50;

    /** What digital silence gives. */
    static final float FLOOR_DBFS = -120;

    private static final double LOW_HZ = 300;
    private static final double HIGH_HZ = 4_000;
    /** The quality factors of a fourth-order Butterworth filter's two halves. */
    private static final double[] Q = {0.541196, 1.306563};

    private final Biquad[] filters = {
        Biquad.highPass(LOW_HZ, Q[0]), Biquad.highPass(LOW_HZ, Q[1]),
        Biquad.lowPass(HIGH_HZ, Q[0]), Biquad.lowPass(HIGH_HZ, Q[1])
    };

    /** One level for each whole frame of {@code samples[from..to)}; a shorter rest has none. */
    static float[] of(float[] samples, int from, int to) {
        Objects.checkFromToIndex(from, to, samples.length);
        float[] levels = new float[(to - from) / FRAME];
        FrameLevels state = new FrameLevels();
        // turned about its first sample, so that an offset or a hum that was there before begins with no step or kink
        for (int i = Math.min(to - from, FRAME) - 1; i > 0; i--) {
            state.filter(2.0 * samples[from] - samples[from + i]);
        }
        for (int frame = 0; frame < levels.length; frame++) {
            double sum = 0;
            for (int i = from + frame * FRAME; i < from + (frame + 1) * FRAME; i++) {
                double value = state.filter(samples[i]);
                sum += value * value;
            }
            levels[frame] = dbfs(sum / FRAME);
        }
        return levels;
    }

    static float dbfs(double meanSquare) {
        return (float) Math.max(FLOOR_DBFS, 10 * Math.log10(meanSquare + 1e-30));
    }

    /** The next sample, in the band. */
    double filter(double value) {
        for (Biquad filter : filters) {
            value = filter.next(value);
        }
        return value;
    }

    /** A second-order section in the transposed direct form II. */
    private static final class Biquad {
        private final double b0;
        private final double b1;
        private final double a1;
        private final double a2;
        private double s1;
        private double s2;

        private Biquad(double b0, double b1, double a0, double a1, double a2) {
            this.b0 = b0 / a0;
            this.b1 = b1 / a0;
            this.a1 = a1 / a0;
            this.a2 = a2 / a0;
        }

        static Biquad highPass(double hertz, double q) {
            double w = 2 * Math.PI * hertz / PcmReader.SAMPLE_RATE;
            double alpha = Math.sin(w) / (2 * q);
            double b = (1 + Math.cos(w)) / 2;
            return new Biquad(b, -2 * b, 1 + alpha, -2 * Math.cos(w), 1 - alpha);
        }

        static Biquad lowPass(double hertz, double q) {
            double w = 2 * Math.PI * hertz / PcmReader.SAMPLE_RATE;
            double alpha = Math.sin(w) / (2 * q);
            double b = (1 - Math.cos(w)) / 2;
            return new Biquad(b, 2 * b, 1 + alpha, -2 * Math.cos(w), 1 - alpha);
        }

        double next(double x) {
            double y = b0 * x + s1;
            s1 = b1 * x - a1 * y + s2;
            s2 = b0 * x - a2 * y;
            return y;
        }
    }
}
