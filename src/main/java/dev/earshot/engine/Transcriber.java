package dev.earshot.engine;

import java.util.List;
import java.util.Optional;

/**
 * Runs a model on one window. Opened, used and closed by one lane's thread alone; blocks it while it computes.
 */
public interface Transcriber extends AutoCloseable {
    /**
     * What the model made of a window.
     *
     * @param segments times count from the start of the window
     * @param language ISO 639-1 code of the language heard, where the library can tell
     */
    record Result(List<Segment> segments, Optional<String> language) {}

    /**
     * Recognises the speech in a window.
     *
     * @param samples mono, 16 kHz, finite, at most 30 s
     * @param options the caller's wishes
     * @param prompt the text to set before this window: the caller's prompt, and the text so far where that is carried
     * @param cancellation stops the computation where the library can; otherwise only kept from starting
     * @throws EngineException if the library reports a failure
     */
    Result transcribe(float[] samples, TranscriptionOptions options, String prompt, Cancellation cancellation);

    @Override
    void close();
}
