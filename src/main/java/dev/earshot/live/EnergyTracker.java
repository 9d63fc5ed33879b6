package dev.earshot.live;

import dev.earshot.audio.LevelStream;
import dev.earshot.audio.SpeechGate;

/**
 * Takes for speech what rises out of the room's own noise: the quiet tenth of the last ten seconds, between 300 and 4000 Hz. A
 * noise that sets in is speech until that tenth knows it; what was heard then is looked at again as a whole before a model
 * reads it, so it costs no wrong words.
 */
final class EnergyTracker implements VoiceTracker {
    /** Ten seconds of frames. */
    private static final int REMEMBERED = 500;

    /** A stream may begin in the middle of a word, whose level is not the room's. */
    private static final float LOUDEST_START = -50;

    /** Frames that stand for the time before the stream, and are as loud as its first ones at most. */
    private static final int BEFORE = 10;

    /** At first the filters settle; a stream that begins in a loud offset gives a click. */
    private static final int SETTLING = 3;

    private static final float SILENT = -120;

    /** Level above the room's: at a threshold of 0, and what a threshold of 1 adds. */
    private static final double LEAST_DB = 4;

    private static final double MORE_DB = 12;

    /** Speech goes on while it is no more than this below what begins it. */
    private static final double HYSTERESIS_DB = 4;

    private final LevelStream levels = new LevelStream();
    private final float[] recent = new float[REMEMBERED];
    private final int[] histogram = new int[122];
    private final float[] neighbours = {SILENT, SILENT, SILENT};
    private int remembered;
    private int at;
    private int frames;

    @Override
    public void feed(float[] samples, double threshold, Sink sink) {
        double margin = LEAST_DB + MORE_DB * threshold;
        levels.feed(samples, level -> sink.frame(SpeechGate.FRAME_SAMPLES, judge(level, margin)));
    }

    private Voice judge(float level, double margin) {
        if (frames++ < SETTLING) {
            return Voice.SILENCE;
        }
        if (remembered == 0) {
            for (int i = 0; i < BEFORE; i++) {
                remember(Math.min(level, LOUDEST_START));
            }
        }
        remember(level);
        double above = smoothed(level) - Math.max(quiet(), SpeechGate.QUIET_DBFS - SpeechGate.RANGE_DB);
        return above >= margin ? Voice.SPEECH : above >= margin - HYSTERESIS_DB ? Voice.UNSURE : Voice.SILENCE;
    }

    /** The mean power of three neighbours, so that a click does not count. */
    private double smoothed(float level) {
        neighbours[frames % neighbours.length] = level;
        double power = 0;
        for (float each : neighbours) {
            power += Math.pow(10, each / 10);
        }
        return 10 * Math.log10(power / neighbours.length + 1e-12);
    }

    private void remember(float level) {
        if (remembered == REMEMBERED) {
            histogram[bin(recent[at])]--;
        } else {
            remembered++;
        }
        recent[at] = level;
        at = (at + 1) % REMEMBERED;
        histogram[bin(level)]++;
    }

    private static int bin(float dbfs) {
        return Math.min(121, Math.max(0, Math.round(dbfs) + 120));
    }

    /** The level that nine of ten frames exceed, in dBFS. */
    private double quiet() {
        int below = 0;
        int bin = 0;
        for (; bin < histogram.length; bin++) {
            below += histogram[bin];
            if (below > remembered / 10) {
                break;
            }
        }
        return bin - 120;
    }
}
