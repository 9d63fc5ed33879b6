package dev.earshot.audio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the pauses in a recording that surely holds speech: stretches in which nothing rises as far above the quiet tenth of
 * the whole as speech has to. That tenth may itself be speech where somebody talks without a breath, so a stretch must also
 * be steady in itself, or too quiet for anything; otherwise a low voice beside a loud one would be lost.
 */
final class Pauses {
    /** Kept around speech; unvoiced beginnings of words lie below the band, and are shorter than this. */
    static final int PAD_MS = 300;

    /** With less between loud and quiet, words drown in noise here and there; the demo clips do at a ratio of 10 dB. */
    static final double CLEAR_RANGE_DB = 15;

    private static final int PAD = PAD_MS / 20;

    /** A breath between two sentences is no pause, and too short to be judged. */
    private static final int LEAST_INSIDE = 75 - 2 * PAD;

    /** Before the first word and after the last, where one side has no word to harm. */
    private static final int LEAST_AT_EDGE = 10;

    private final float[] levels;
    private final double threshold;

    /**
     * @param levels of each {@link SpeechGate#SMOOTHED} neighbouring frames
     * @param quiet the level of the quiet tenth, in dBFS
     */
    Pauses(float[] levels, double quiet) {
        this.levels = levels;
        this.threshold = quiet + SpeechGate.RANGE_DB;
    }

    /** What lies between the pauses of a recording of so many samples. */
    List<Region> between(int samples) {
        List<Region> regions = new ArrayList<>();
        int from = 0;
        for (int first = nextQuiet(0); first < levels.length; ) {
            int end = nextLoud(first);
            boolean leads = first == 0;
            boolean ends = end == levels.length;
            // in frames: what is left of the quiet stretch when each word has got its padding
            int begin = leads ? 0 : first + SpeechGate.SMOOTHED - 1 + PAD;
            int stop = ends ? levels.length : end - PAD;
            if (stop - begin >= (leads || ends ? LEAST_AT_EDGE : LEAST_INSIDE) && steady(begin, stop)) {
                if (!leads) {
                    regions.add(new Region(from, begin * SpeechGate.FRAME_SAMPLES));
                }
                from = ends ? samples : stop * SpeechGate.FRAME_SAMPLES;
            }
            first = nextQuiet(end);
        }
        if (from < samples) {
            regions.add(new Region(from, samples));
        }
        return regions;
    }

    private int nextQuiet(int from) {
        int at = from;
        while (at < levels.length && levels[at] >= threshold) {
            at++;
        }
        return at;
    }

    private int nextLoud(int from) {
        int at = from;
        while (at < levels.length && levels[at] < threshold) {
            at++;
        }
        return at;
    }

    private boolean steady(int from, int to) {
        float[] sorted = Arrays.copyOfRange(levels, from, to);
        Arrays.sort(sorted);
        double loud = sorted[sorted.length - 1];
        return loud < SpeechGate.QUIET_DBFS || loud - sorted[sorted.length / 10] < SpeechGate.RANGE_DB;
    }
}
