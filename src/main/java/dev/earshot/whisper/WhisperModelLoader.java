package dev.earshot.whisper;

import dev.earshot.engine.Capabilities;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.ModelLoader;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import java.util.Optional;
import java.util.function.Supplier;

/** Loads a checked model file with whichever native library this machine has. */
public final class WhisperModelLoader implements ModelLoader {
    /** Finds and checks the model file. */
    @FunctionalInterface
    public interface ModelSupplier {
        ModelDescription get() throws ModelException;
    }

    /** Gives the native library, or says why it cannot. */
    @FunctionalInterface
    public interface LibrarySupplier {
        /**
         * Called for a file that was checked; from here on native code is at work.
         *
         * @param sha256 of the model's file
         */
        NativeLibrary get(ModelDescription model, String sha256);
    }

    /** 51865 tokens are 99 languages. */
    private static final int OTHER_TOKENS = 51_766;

    private final ModelSupplier model;
    private final LibrarySupplier library;
    private final ComputeSettings settings;
    private final Optional<SileroModel> voice;

    /**
     * @param model called first: a wrong file must never reach native code
     * @param library loads the native library, or says why it cannot
     * @param voice opened with the model
     */
    public WhisperModelLoader(
            ModelSupplier model,
            Supplier<NativeLibrary> library,
            ComputeSettings settings,
            Optional<SileroModel> voice) {
        this(model, (description, sha256) -> library.get(), settings, voice);
    }

    /** The same, with a library that is told for which file. */
    public WhisperModelLoader(
            ModelSupplier model, LibrarySupplier library, ComputeSettings settings, Optional<SileroModel> voice) {
        this.model = model;
        this.library = library;
        this.settings = settings;
        this.voice = voice;
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
        NativeLibrary loaded = library.get(description, sha256);
        voice.ifPresent(silero -> silero.open(loaded));
        ModelFacts facts = facts(description, sha256, loaded);
        return loaded.capabilities().equals(Capabilities.OWN)
                ? ModelOnLibrary.own(description.file(), facts, settings)
                : ModelOnLibrary.stock(description.file(), facts, settings);
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
}
