package dev.earshot.engine;

import dev.earshot.audio.Region;
import dev.earshot.audio.VoiceProbabilities;
import java.util.List;

/** A model that tells how likely it is that somebody speaks. Called by many threads at once. */
public interface VoiceModel {
    /**
     * @param samples mono, 16 kHz, finite
     * @return 0..1 for each {@link VoiceProbabilities#SAMPLES_EACH} samples
     */
    float[] probabilities(float[] samples);

    /** A new listener to one stream. */
    VoiceStream stream();

    /** Finds speech by these probabilities. */
    static SpeechDetector detector(VoiceModel model, VoiceProbabilities rules) {
        return samples ->
                samples.length == 0 ? List.<Region>of() : rules.regions(model.probabilities(samples), samples.length);
    }
}
