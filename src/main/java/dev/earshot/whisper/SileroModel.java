package dev.earshot.whisper;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.VoiceModel;
import dev.earshot.engine.VoiceStream;
import dev.earshot.model.ModelException;
import dev.earshot.model.SpeechModelFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Silero's voice activity model on our own library. Usable once a model loader has opened it; it lives as long as the process. */
public final class SileroModel implements VoiceModel {
    private final Path file;
    private volatile long handle;

    public SileroModel(Path file) {
        this.file = file;
    }

    /**
     * Reads it; further calls do nothing.
     *
     * @throws EngineException {@link ErrorCode#NOT_READY}, saying what is wrong
     */
    synchronized void open(NativeLibrary library) {
        if (!library.capabilities().voiceActivity()) {
            throw new EngineException(
                    ErrorCode.NOT_READY,
                    "earshot.vad.model needs the library that native-libs/build.sh makes; the one in use is "
                            + library.facts().variant() + ". Install that, or remove the setting.");
        }
        if (handle != 0) {
            return;
        }
        try {
            SpeechModelFile.check(file);
        } catch (ModelException e) {
            throw new EngineException(ErrorCode.NOT_READY, e.getMessage(), e);
        }
        handle = open();
    }

    private long open() {
        long opened = NativeWhisper.openSpeechModel(file.toString().getBytes(StandardCharsets.UTF_8), 1);
        if (opened == 0) {
            throw new EngineException(ErrorCode.NOT_READY, "whisper.cpp could not load the speech model " + file + ".");
        }
        return opened;
    }

    @Override
    public float[] probabilities(float[] samples) {
        if (handle == 0) {
            throw new IllegalStateException("the speech model is not loaded");
        }
        return NativeWhisper.speechProbabilities(handle, samples);
    }

    @Override
    public VoiceStream stream() {
        if (handle == 0) {
            throw new EngineException(ErrorCode.NOT_READY, "The speech model is being loaded; try again in a moment.");
        }
        // What was heard before is kept in the model's own state, so each stream has a copy; it takes a few megabytes.
        long own = open();
        return new VoiceStream() {
            @Override
            public float[] next(float[] samples) {
                return NativeWhisper.nextSpeechProbabilities(own, samples);
            }

            @Override
            public void close() {
                NativeWhisper.closeSpeechModel(own);
            }
        };
    }
}
