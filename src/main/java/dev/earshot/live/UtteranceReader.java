package dev.earshot.live;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.Transcript;
import dev.earshot.engine.TranscriptionOptions;

/** Recognises a stretch of what somebody says; blocks. The engine, but for tests. */
@FunctionalInterface
public interface UtteranceReader {
    /**
     * @param samples mono, 16 kHz, finite
     * @throws EngineException why not; silence is an empty transcript
     */
    Transcript read(float[] samples, TranscriptionOptions options, Cancellation cancellation);
}
