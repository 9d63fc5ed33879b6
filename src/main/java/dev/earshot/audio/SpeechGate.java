package dev.earshot.audio;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Tells sound that cannot be speech from sound that may be, before a model spends seconds on it and invents words.
 *
 * <p>Speech changes its level several times a second by far more than 10 dB; hum, hiss, a fan or an empty line do not.
 * So the gate looks at the level of 20 ms frames between 300 and 4000 Hz, smoothed over three: something must rise
 * {@value #RANGE_DB} dB above the quiet tenth of the window, and above {@value #QUIET_DBFS} dBFS. A missed word is far
 * worse than a false alarm, which the model's own thresholds still catch, so one rise anywhere in the window is enough,
 * and a window shorter than {@value #JUDGED_SECONDS} s is judged by its level alone: it may lie inside a single vowel.
 *
 * <p>Gated: digital silence, offsets, mains hum with any harmonics, steady tones, and steady broadband noise at any
 * level: white, pink and brown, a fan, a running tap. Not gated: noise that comes and goes (traffic, clicks, keyboards,
 * music, a hum that is switched on within the window) and other people's voices, of course.
 *
 * <p>No state; any thread.
 */
public final class SpeechGate {
    /** Samples in one frame of {@link #frameLevels}. */
    public static final int FRAME_SAMPLES = FrameLevels.FRAME;

    /** Speech that was recorded 30 dB too low still peaks 18 dB above this; a good converter's own noise is below. */
    public static final double QUIET_DBFS = -72;

    /**
     * Half a minute of white noise reaches 1.3 dB, of brown noise, which is narrower in the band, 3.0 (the worst of 200);
     * the demo clips in white noise 10 dB below them reach at least 15, in noise of their own power at least 6.
     */
    public static final double RANGE_DB = 5;

    /** Shorter windows have too few syllables for their modulation to be judged. */
    public static final double JUDGED_SECONDS = 1.5;

    /** Frames that are smoothed into one level. */
    static final int SMOOTHED = 3;

    /** A window cut out of a loud hum gives a click as the filters settle; no word is over in 40 ms. */
    private static final int SETTLING = 2;

    /** Why a window passed or did not. */
    public enum Reason {
        /** Rises and falls as speech does. */
        MODULATED,
        /** Loud enough, and too short to say more. */
        TOO_SHORT_TO_JUDGE,
        /** Nothing in the band rises above {@link #QUIET_DBFS}. */
        TOO_QUIET,
        /** Steady: a tone, a hum, or noise. */
        NO_MODULATION
    }

    /**
     * @param speech false only if the window cannot hold speech
     * @param levelDbfs the loudest 60 ms, in the band
     * @param rangeDb how far they rise above the quiet tenth
     */
    public record Verdict(boolean speech, Reason reason, double levelDbfs, double rangeDb) {
        public Verdict {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Examines {@code samples[from..to)}, 16 kHz mono. */
    public Verdict examine(float[] samples, int from, int to) {
        return judge(FrameLevels.of(samples, from, to), to - from >= JUDGED_SECONDS * PcmReader.SAMPLE_RATE);
    }

    /**
     * Where {@code samples}, 16 kHz mono, may hold speech: nowhere if {@link #examine} says so, and otherwise everywhere but
     * in those pauses that it would keep from the model, too, if each were alone.
     *
     * @return in order, not overlapping, with {@value Pauses#PAD_MS} ms around speech where there is so much
     */
    public List<Region> regions(float[] samples) {
        float[] frames = FrameLevels.of(samples, 0, samples.length);
        Verdict verdict = judge(frames, samples.length >= JUDGED_SECONDS * PcmReader.SAMPLE_RATE);
        if (!verdict.speech()) {
            return List.of();
        }
        if (verdict.reason() == Reason.TOO_SHORT_TO_JUDGE || verdict.rangeDb() < Pauses.CLEAR_RANGE_DB) {
            return List.of(new Region(0, samples.length));
        }
        return new Pauses(smooth(frames), verdict.levelDbfs() - verdict.rangeDb()).between(samples.length);
    }

    private static Verdict judge(float[] frames, boolean judged) {
        float[] levels = smooth(judged ? Arrays.copyOfRange(frames, SETTLING, frames.length) : frames);
        if (levels.length == 0) {
            return new Verdict(false, Reason.TOO_QUIET, FrameLevels.FLOOR_DBFS, 0);
        }
        Arrays.sort(levels);
        double loud = levels[levels.length - 1];
        // far below the quietest speech, how much quieter the pauses are means nothing
        double range = loud - Math.max(levels[levels.length / 10], QUIET_DBFS - RANGE_DB);
        if (loud < QUIET_DBFS) {
            return new Verdict(false, Reason.TOO_QUIET, loud, Math.max(0, range));
        }
        if (!judged) {
            return new Verdict(true, Reason.TOO_SHORT_TO_JUDGE, loud, range);
        }
        boolean modulated = range >= RANGE_DB;
        return new Verdict(modulated, modulated ? Reason.MODULATED : Reason.NO_MODULATION, loud, range);
    }

    /**
     * The level of every whole 20 ms frame of {@code samples[from..to)} in dBFS between 300 and 4000 Hz; -120 is
     * digital silence. The lowest are the places to cut at.
     */
    public static float[] frameLevels(float[] samples, int from, int to) {
        return FrameLevels.of(samples, from, to);
    }

    /** The mean power of each three neighbours, so that neither a glottal pulse nor a click counts as a change. */
    private static float[] smooth(float[] levels) {
        int width = Math.min(SMOOTHED, levels.length);
        float[] smoothed = new float[levels.length == 0 ? 0 : levels.length - width + 1];
        for (int i = 0; i < smoothed.length; i++) {
            double power = 0;
            for (int j = i; j < i + width; j++) {
                power += Math.pow(10, levels[j] / 10);
            }
            smoothed[i] = FrameLevels.dbfs(power / width);
        }
        return smoothed;
    }
}
