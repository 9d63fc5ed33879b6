package dev.earshot.live;

import dev.earshot.audio.VoiceProbabilities;
import dev.earshot.engine.VoiceStream;
import java.util.Arrays;

/** Asks a voice activity model. */
final class ModelTracker implements VoiceTracker {
    private static final double HYSTERESIS = 0.15;
    private static final double LEAST = 0.01;

    private final VoiceStream model;
    private float[] rest = {};

    ModelTracker(VoiceStream model) {
        this.model = model;
    }

    @Override
    public void feed(float[] samples, double threshold, Sink sink) {
        float[] all = Arrays.copyOf(rest, rest.length + samples.length);
        System.arraycopy(samples, 0, all, rest.length, samples.length);
        int whole = all.length - all.length % VoiceProbabilities.SAMPLES_EACH;
        rest = Arrays.copyOfRange(all, whole, all.length);
        if (whole == 0) {
            return;
        }
        double least = Math.max(LEAST, threshold);
        for (float probability : model.next(Arrays.copyOf(all, whole))) {
            Voice voice = probability >= least
                    ? Voice.SPEECH
                    : probability >= Math.max(LEAST, least - HYSTERESIS) ? Voice.UNSURE : Voice.SILENCE;
            sink.frame(VoiceProbabilities.SAMPLES_EACH, voice);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
