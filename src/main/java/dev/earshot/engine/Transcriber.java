package dev.earshot.engine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs a model on one window. Opened, used and closed by one lane's thread alone; blocks it while it computes.
 */
public interface Transcriber extends AutoCloseable {
    /** Encoder positions of the 30 s that Whisper always sees. */
    int FULL_CONTEXT = 1500;

    /**
     * What the model made of a window.
     *
     * @param segments times count from the start of the window
     * @param language heard in this window; empty where the caller gave one or the library does not tell
     * @param audioContext encoder positions used, 50 per second; {@link #FULL_CONTEXT} is all of them
     * @param guardFired a first try with a fitted context looked wrong and was repeated with the full one
     */
    record Result(List<Segment> segments, Optional<DetectedLanguage> language, int audioContext, boolean guardFired) {
        public Result {
            Objects.requireNonNull(language, "language");
            segments = List.copyOf(segments);
        }

        /** Of a library that tells no language and takes its context from the caller. */
        public static Result plain(List<Segment> segments, TranscriptionOptions options) {
            int context = options.audioContext() == 0 ? FULL_CONTEXT : options.audioContext();
            return new Result(segments, Optional.empty(), context, false);
        }
    }

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
