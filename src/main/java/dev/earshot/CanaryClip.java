package dev.earshot;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.audio.AudioException;
import dev.earshot.audio.AudioSource;
import dev.earshot.audio.PcmReader;
import dev.earshot.engine.Canary;
import dev.earshot.planning.BenchmarkClip;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The recording inside Earshot that a model must hear before it is put in use: a question in English. */
final class CanaryClip {
    /** What the demo model writes; it cannot err there. Others may write it with capitals and marks of their own. */
    private static final String TEXT = "what is the weather today";

    /** Of the small model built for these clips. */
    private static final String DEMO_TYPE = "demo";

    /** Slow as a board may be: a large model encodes half a minute in less on all that could use it. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private CanaryClip() {}

    static Canary canary(AudioDecoder decoder) {
        return new Canary(
                samples(decoder),
                BenchmarkClip.LANGUAGE,
                LIMIT,
                model -> model.type().equals(DEMO_TYPE) ? Optional.of(TEXT) : Optional.empty());
    }

    private static float[] samples(AudioDecoder decoder) {
        byte[] wav = BenchmarkClip.wav();
        float[] samples = new float[wav.length]; // more than one byte makes a sample
        int length = 0;
        try (PcmReader pcm = decoder.open(AudioSource.of(wav))) {
            for (int read = 0; read >= 0; read = pcm.read(samples, length, samples.length - length)) {
                length += read;
            }
        } catch (AudioException e) {
            throw new IllegalStateException("The recording inside Earshot is damaged. Install it again.", e);
        }
        return Arrays.copyOf(samples, length);
    }
}
