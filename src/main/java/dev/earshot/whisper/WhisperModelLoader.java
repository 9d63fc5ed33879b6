package dev.earshot.whisper;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.ModelLoader;
import dev.earshot.engine.Transcriber;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import io.github.givimad.whisperjni.WhisperContext;
import io.github.givimad.whisperjni.WhisperContextParams;
import io.github.givimad.whisperjni.WhisperJNI;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** Loads a checked model file through whisper-jni. */
public final class WhisperModelLoader implements ModelLoader {
    /** Finds and checks the model file. */
    @FunctionalInterface
    public interface ModelSupplier {
        ModelDescription get() throws ModelException;
    }

    /** 51865 tokens are 99 languages. */
    private static final int OTHER_TOKENS = 51_766;

    private final ModelSupplier model;
    private final Supplier<NativeLibrary> library;
    private final int threads;

    /**
     * @param model called first: a wrong file must never reach native code
     * @param library loads the native library, or says why it cannot
     * @param threads that a lane computes with
     */
    public WhisperModelLoader(ModelSupplier model, Supplier<NativeLibrary> library, int threads) {
        this.model = model;
        this.library = library;
        this.threads = threads;
    }

    @Override
    public LoadedModel load() {
        ModelDescription description;
        String sha256;
        try {
            description = model.get();
            sha256 = description.verifyChecksum();
        } catch (ModelException e) {
            throw new EngineException(ErrorCode.NOT_READY, e.getMessage(), e);
        }
        NativeLibrary loaded = library.get();
        WhisperJNI whisper = new WhisperJNI();
        WhisperContextParams params = new WhisperContextParams();
        params.useGPU = true;
        try {
            WhisperContext context = whisper.initNoState(description.file(), params);
            if (context == null) {
                throw new EngineException(
                        ErrorCode.NOT_READY,
                        "whisper.cpp could not load " + description.file()
                                + "; there may not be enough memory for it.");
            }
            return new Loaded(whisper, context, facts(description, sha256, loaded), threads);
        } catch (IOException e) {
            throw new EngineException(
                    ErrorCode.NOT_READY, "Cannot read the model " + description.file() + ": " + e.getMessage(), e);
        }
    }

    /** The vocabulary has one token a language; the rest of it has the same size in every multilingual model. */
    private static int languages(ModelDescription model) {
        return model.multilingual() ? model.header().vocabulary() - OTHER_TOKENS : 1;
    }

    private static ModelFacts facts(ModelDescription model, String sha256, NativeLibrary library) {
        return new ModelFacts(
                model.name(),
                model.type(),
                model.quantization(),
                model.sizeBytes(),
                Optional.of(sha256),
                languages(model),
                model.canTranslate(),
                library.facts(),
                library.capabilities());
    }

    private record Loaded(WhisperJNI whisper, WhisperContext context, ModelFacts facts, int threads)
            implements LoadedModel {
        @Override
        public Transcriber open() {
            return new WhisperTranscriber(whisper, context, threads);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
