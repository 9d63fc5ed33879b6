package dev.earshot.engine;

import dev.earshot.audio.PcmReader;
import dev.earshot.audio.SpeechGate;

/** Finds where to cut half a minute of speech so that no word is lost or heard twice: at its second half's quietest place. */
final class QuietestCut {
    /** Cuts are looked for behind this; shorter windows would waste the encoder's fixed 30 s. */
    private static final int SHORTEST = 15 * PcmReader.SAMPLE_RATE;

    /** Pauses of this length count as a whole, so that the gap inside a word does not win over the one after it. */
    private static final int PAUSE_FRAMES = 15;

    /** Levels closer than this count as equally quiet; the later cut wins and keeps windows long. */
    private static final double SAME_LEVEL_DB = 3;

    private QuietestCut() {}

    /** @param recording a full buffer */
    static int in(SampleBuffer recording) {
        float[] levels = recording.frameLevels(SHORTEST, SampleBuffer.LONGEST);
        double quietest = Double.POSITIVE_INFINITY;
        int best = 0;
        for (int from = 0; from + PAUSE_FRAMES <= levels.length; from++) {
            double loudest = Double.NEGATIVE_INFINITY;
            for (int frame = from; frame < from + PAUSE_FRAMES; frame++) {
                loudest = Math.max(loudest, levels[frame]);
            }
            double level = Math.rint(loudest / SAME_LEVEL_DB);
            if (level <= quietest) {
                quietest = level;
                best = from;
            }
        }
        return SHORTEST + (best + PAUSE_FRAMES / 2) * SpeechGate.FRAME_SAMPLES + SpeechGate.FRAME_SAMPLES / 2;
    }
}
