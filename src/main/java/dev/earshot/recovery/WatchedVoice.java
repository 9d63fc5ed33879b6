package dev.earshot.recovery;

import dev.earshot.engine.VoiceModel;
import dev.earshot.engine.VoiceStream;
import java.time.Duration;
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
        try (Journal.Note note = watch.begin(work(Optional.of(clip.hash()), clip.audio()))) {
            return voice.probabilities(samples);
        }
    }

    /** What somebody says live does not come again, so pieces of it are neither hashed nor refused. */
    @Override
    public VoiceStream stream() {
        VoiceStream stream = voice.stream();
        return new VoiceStream() {
            @Override
            public float[] next(float[] samples) {
                try (Journal.Note note = watch.begin(work(Optional.empty(), Clip.length(samples)))) {
                    return stream.next(samples);
                }
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }

    private Work work(Optional<String> clip, Duration audio) {
        return new Work(Instant.now(), Work.Kind.SPEECH, name, Optional.empty(), library, clip, audio);
    }
}
