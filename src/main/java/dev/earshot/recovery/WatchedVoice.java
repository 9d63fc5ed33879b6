package dev.earshot.recovery;

import dev.earshot.engine.VoiceModel;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Notes each look for speech before it is done. */
record WatchedVoice(VoiceModel voice, Watch watch, Set<String> setAside, String name, String library)
        implements VoiceModel {
    @Override
    public float[] probabilities(float[] samples) {
        Clip clip = Clip.of(samples);
        clip.requireNotIn(setAside);
        Work work = new Work(
                Instant.now(),
                Work.Kind.SPEECH,
                name,
                Optional.empty(),
                library,
                Optional.of(clip.hash()),
                clip.audio());
        try (Journal.Note note = watch.begin(work)) {
            return voice.probabilities(samples);
        }
    }
}
