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

    /** What rises less may have words in it that drown; the demo clips in white noise 10 dB below them rise so far. */
    static final double CLEAR_RANGE_DB = 15;

    /** In frames, as all that follow. */
    private static final int PAD = PAD_MS / 20;

    /** Kept around what does not clearly rise out of the noise: a word's weaker sounds may be under it. */
    private static final int PAD_IN_DOUBT = 50;

    /** What is left of a breath between two sentences, some 1.5 s, is too short to be judged. */
    private static final int LEAST_INSIDE = 45;

    /** Before the first word and after the last, where one side has no word to harm. */
    private static final int LEAST_AT_EDGE = 10;

    private final float[] levels;
    private final double threshold;
    private final double clear;

    /**
     * @param levels of each {@link SpeechGate#SMOOTHED} neighbouring frames
     * @param quiet the level of the quiet tenth, in dBFS
     */
    Pauses(float[] levels, double quiet) {
        this.levels = levels;
        this.threshold = quiet + SpeechGate.RANGE_DB;
        this.clear = quiet + CLEAR_RANGE_DB;
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
            int begin = leads ? 0 : first + SpeechGate.SMOOTHED - 1 + pad(first - PAD_IN_DOUBT, first);
            int stop = ends ? levels.length : end - pad(end, end + PAD_IN_DOUBT);
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

    /** @param from what is beside a pause, up to {@code to} */
    private int pad(int from, int to) {
        for (int at = Math.max(0, from); at < Math.min(to, levels.length); at++) {
            if (levels[at] >= clear) {
                return PAD;
            }
        }
        return PAD_IN_DOUBT;
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
