package dev.earshot.engine;

import dev.earshot.audio.AudioException;
import dev.earshot.audio.PcmReader;
import dev.earshot.audio.SpeechGate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a recording into windows of at most 30 s, at the quietest place of each window's second half, so that no word is
 * lost or heard twice. Holds one window in memory. Used by one thread.
 */
final class WindowCutter {
    /** Whisper's own limit. */
    static final int LONGEST = 30 * PcmReader.SAMPLE_RATE;

    /** Cuts are looked for behind this; shorter windows would waste the encoder's fixed 30 s. */
    private static final int SHORTEST = 15 * PcmReader.SAMPLE_RATE;

    /** Pauses of this length count as a whole, so that the gap inside a word does not win over the one after it. */
    private static final int PAUSE_FRAMES = 15;

    /** Levels closer than this count as equally quiet; the later cut wins and keeps windows long. */
    private static final double SAME_LEVEL_DB = 3;

    /**
     * A stretch of the recording.
     *
     * @param start position of its first sample in the recording
     * @param samples mono, 16 kHz
     * @param last nothing follows
     */
    record Window(long start, float[] samples, boolean last) {}

    private final PcmReader pcm;
    private final float[] buffer = new float[LONGEST + 1];
    private int filled;
    private long position;
    private long samplesLeft;
    private boolean ended;

    WindowCutter(PcmReader pcm, Duration offset, Optional<Duration> length) throws AudioException {
        this.pcm = pcm;
        this.samplesLeft = length.map(WindowCutter::toSamples).orElse(Long.MAX_VALUE);
        skip(toSamples(offset));
    }

    private static long toSamples(Duration duration) {
        return duration.toMillis() * PcmReader.SAMPLE_RATE / 1000;
    }

    private void skip(long samples) throws AudioException {
        while (position < samples) {
            int read = pcm.read(buffer, 0, (int) Math.min(buffer.length, samples - position));
            if (read < 0) {
                ended = true;
                return;
            }
            position += read;
        }
    }

    /** The next window, or null at the end. */
    Window next() throws AudioException {
        fill();
        if (filled == 0) {
            return null;
        }
        boolean last = filled <= LONGEST;
        int cut = last ? filled : quietestCut();
        Window window = new Window(position, Arrays.copyOf(buffer, cut), last);
        System.arraycopy(buffer, cut, buffer, 0, filled - cut);
        filled -= cut;
        position += cut;
        return window;
    }

    /** Samples seen so far, cut or not. */
    long samplesRead() {
        return position + filled;
    }

    private void fill() throws AudioException {
        while (!ended && filled < buffer.length) {
            int want = (int) Math.min(buffer.length - filled, samplesLeft);
            int read = want == 0 ? -1 : pcm.read(buffer, filled, want);
            if (read < 0) {
                ended = true;
            } else {
                filled += read;
                samplesLeft -= read;
            }
        }
    }

    private int quietestCut() {
        float[] levels = SpeechGate.frameLevels(buffer, SHORTEST, LONGEST);
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
