package dev.earshot.engine;

import dev.earshot.audio.PcmReader;
import dev.earshot.audio.SpeechGate;

/** Finds where to cut half a minute of speech so that no word is lost or heard twice: at its second half's quietest place. */
public final class QuietestCut {
    /** Samples of the longest window: what Whisper's encoder sees at once. */
    public static final int LONGEST = SampleBuffer.LONGEST;

    /** Cuts are looked for behind this; shorter windows would waste the encoder's fixed 30 s. */
    private static final int SHORTEST = 15 * PcmReader.SAMPLE_RATE;

    /** Pauses of this length count as a whole, so that the gap inside a word does not win over the one after it. */
    private static final int PAUSE_FRAMES = 15;

    /** Levels closer than this count as equally quiet; of those the one nearest to the wanted length wins. */
    private static final double SAME_LEVEL_DB = 3;

    private QuietestCut() {}

    /** As {@link #in(float[], int)}, of a full buffer. */
    static int in(SampleBuffer recording, int wanted) {
        return cut(recording.frameLevels(SHORTEST, LONGEST), wanted);
    }

    /**
     * @param speech {@link #LONGEST} samples or more, mono, 16 kHz
     * @param wanted length in samples that the window should have, as far as quietness allows
     * @return how many samples of it should be a window
     */
    public static int in(float[] speech, int wanted) {
        return cut(SpeechGate.frameLevels(speech, SHORTEST, LONGEST), wanted);
    }

    private static int cut(float[] levels, int wanted) {
        double quietest = Double.POSITIVE_INFINITY;
        int best = 0;
        for (int from = 0; from + PAUSE_FRAMES <= levels.length; from++) {
            double loudest = Double.NEGATIVE_INFINITY;
            for (int frame = from; frame < from + PAUSE_FRAMES; frame++) {
                loudest = Math.max(loudest, levels[frame]);
            }
            double level = Math.rint(loudest / SAME_LEVEL_DB);
            boolean nearer = Math.abs(middle(from) - wanted) <= Math.abs(middle(best) - wanted);
            if (level < quietest || level == quietest && nearer) {
                quietest = level;
                best = from;
            }
        }
        return middle(best);
    }

    /** Of the pause that begins at this frame behind the shortest window. */
    private static int middle(int frame) {
        return SHORTEST + (frame + PAUSE_FRAMES / 2) * SpeechGate.FRAME_SAMPLES + SpeechGate.FRAME_SAMPLES / 2;
    }
}
