package dev.earshot.engine;

import java.util.Optional;

/** Brings a model into memory; the port that the native engine implements. */
public interface ModelLoader {
    /**
     * Loads the model, with the native library where that is not loaded yet. Not called on a thread that anybody waits for.
     *
     * @throws EngineException with {@link ErrorCode#NOT_READY} if library or model cannot be used, saying why
     */
    LoadedModel load();

    /** A model in memory, shared by the lanes. */
    interface LoadedModel extends AutoCloseable {
        ModelFacts facts();

        /** A new decoding state; called on the thread that will use it, one call at a time. */
        Transcriber open();

        /**
         * Whether other models may be loaded, used and freed while this one is in use. Where not, one model has to go before
         * another comes.
         */
        default boolean toleratesOthers() {
            return false;
        }

        /** Frees the weights; all transcribers are closed by then. */
        @Override
        void close();
    }

    /**
     * What callers may know of the loaded model.
     *
     * @param name as requests name it
     * @param type tiny, base, ... or demo
     * @param quantization f16, q8_0, ...
     * @param sizeBytes length of the file
     * @param sha256 hash of the file, where it was computed
     * @param languages how many it knows, the first of {@link Languages}; 1 is English alone
     * @param canTranslate was trained to translate into English
     * @param library the native library in use
     * @param capabilities what that library can do
     */
    record ModelFacts(
            String name,
            String type,
            String quantization,
            long sizeBytes,
            Optional<String> sha256,
            int languages,
            boolean canTranslate,
            LibraryFacts library,
            Capabilities capabilities) {}
}
