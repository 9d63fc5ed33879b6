package dev.earshot.whisper;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import java.util.Arrays;

/** What may be handed to native code. */
final class WindowSamples {
    /** whisper.cpp 1.7.1 answers nothing at all for up to a second of audio, silently; later ones for a tenth. */
    private static final int SHORTEST = 17_600;

    private static final int LONGEST = 30 * 16_000;

    private WindowSamples() {}

    /**
     * The samples, with silence behind them where they are too short. Native code reads what it is told to; a wrong array would
     * end the process.
     */
    static float[] checked(float[] samples) {
        if (samples.length == 0 || samples.length > LONGEST) {
            throw new IllegalArgumentException("a window of " + samples.length + " samples");
        }
        for (float sample : samples) {
            if (!Float.isFinite(sample)) {
                throw new EngineException(ErrorCode.BAD_SAMPLES, "The recording holds samples that are not numbers.");
            }
        }
        return samples.length < SHORTEST ? Arrays.copyOf(samples, SHORTEST) : samples;
    }

    static long milliseconds(float[] samples) {
        return samples.length * 1000L / 16_000;
    }
}
