package dev.earshot.live;

import dev.earshot.audio.PcmReader;
import java.util.function.Consumer;

/** Tells five times a second how loud it was. Used by one thread at a time. */
final class LevelGauge {
    private static final int EACH = PcmReader.SAMPLE_RATE / 5;
    private static final double SILENT = 1e-6;

    private final Consumer<LiveEvent> listener;
    private double sum;
    private double peak;
    private int count;

    LevelGauge(Consumer<LiveEvent> listener) {
        this.listener = listener;
    }

    void feed(float[] samples) {
        for (float sample : samples) {
            sum += (double) sample * sample;
            peak = Math.max(peak, Math.abs(sample));
            if (++count == EACH) {
                listener.accept(new LiveEvent.Level(decibels(Math.sqrt(sum / EACH)), decibels(peak)));
                sum = 0;
                peak = 0;
                count = 0;
            }
        }
    }

    /** To a tenth; -120 for silence. */
    private static double decibels(double amplitude) {
        return Math.rint(200 * Math.log10(Math.max(amplitude, SILENT))) / 10;
    }
}
