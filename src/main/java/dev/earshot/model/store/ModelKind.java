package dev.earshot.model.store;

import dev.earshot.model.ModelException;
import dev.earshot.model.ModelFile;
import dev.earshot.model.SpeechModelFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What a model is for, and so how its file is checked. */
public enum ModelKind {
    TRANSCRIPTION("transcription"),
    VOICE_ACTIVITY("voice-activity");

    private final String word;

    ModelKind(String word) {
        this.word = word;
    }

    /** As catalogue and manifests have it. */
    public String word() {
        return word;
    }

    static Optional<ModelKind> of(String word) {
        return Arrays.stream(values()).filter(k -> k.word.equals(word)).findFirst();
    }

    /** Of a file that nobody tells more of than its name. */
    static ModelKind ofName(ModelName name) {
        return name.value().startsWith("silero-") ? VOICE_ACTIVITY : TRANSCRIPTION;
    }

    /** Reads the file's structure, not its weights. */
    void check(Path file) throws ModelException {
        switch (this) {
            case TRANSCRIPTION -> ModelFile.inspect(file);
            case VOICE_ACTIVITY -> SpeechModelFile.check(file);
        }
    }
}
