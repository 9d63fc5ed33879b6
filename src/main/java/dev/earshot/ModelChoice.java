package dev.earshot;

import dev.earshot.model.DemoModel;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import dev.earshot.model.ModelFile;
import dev.earshot.whisper.WhisperModelLoader.ModelSupplier;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The model that the user named, or the demo model where none is named. */
final class ModelChoice implements ModelSupplier {
    /** Starts without a model. */
    static final String NONE = "none";

    private final Optional<String> configured;
    private final InstalledModels installed;
    private final List<Path> caches;

    ModelChoice(Optional<String> configured, InstalledModels installed, List<Path> caches) {
        this.configured = configured;
        this.installed = installed;
        this.caches = caches;
    }

    @Override
    public ModelDescription get() throws ModelException {
        String name = configured.orElse(DemoModel.NAME);
        if (name.equals(NONE)) {
            throw new ModelException(Problem.NOT_FOUND, "No model is to be loaded (earshot.model=none).");
        }
        if (name.equals(DemoModel.NAME)) {
            return ModelFile.inspect(DemoModel.unpackInto(
                    caches.stream().map(cache -> cache.resolve("models")).toList()));
        }
        return ModelFile.inspect(installed.resolve(name));
    }

    /** What {@link #get} would give, in words and without unpacking anything. */
    String description() throws ModelException {
        String name = configured.orElse(DemoModel.NAME);
        if (name.equals(NONE)) {
            return "none (earshot.model=none)";
        }
        if (name.equals(DemoModel.NAME)) {
            return DemoModel.NAME + ", which comes with Earshot and knows a few hundred words";
        }
        ModelDescription model = ModelFile.inspect(installed.resolve(name));
        return model.name() + " (" + model.file() + ")";
    }
}
