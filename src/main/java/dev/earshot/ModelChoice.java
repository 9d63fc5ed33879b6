package dev.earshot;

import dev.earshot.model.DemoModel;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import dev.earshot.model.ModelFile;
import dev.earshot.planning.MeasuredChoice;
import dev.earshot.whisper.WhisperModelLoader.ModelSupplier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The model that the user named, otherwise the best installed one for this machine, otherwise the demo model. */
final class ModelChoice implements ModelSupplier {
    /** Starts without a model. */
    static final String NONE = "none";

    private final Optional<String> configured;
    private final List<String> preferred;
    private final Map<String, String> measured;
    private final InstalledModels installed;
    private final List<Path> caches;

    /**
     * @param configured what the user named
     * @param preferred names of models for this machine, best first, and what was measured of them
     */
    ModelChoice(Optional<String> configured, MeasuredChoice preferred, InstalledModels installed, List<Path> caches) {
        this.configured = configured;
        this.preferred = preferred.order();
        this.measured = preferred.reasons();
        this.installed = installed;
        this.caches = caches;
    }

    /** The name that the user gave, the first of the machine's models that is installed, or the demo model's. */
    String name() throws ModelException {
        if (configured.isPresent()) {
            return configured.get();
        }
        for (String name : preferred) {
            if (installed.find(name).isPresent()) {
                return name;
            }
        }
        return DemoModel.NAME;
    }

    /** Why this one, in words. */
    String reason() throws ModelException {
        if (configured.isPresent()) {
            return "earshot.model names it";
        }
        if (measured.containsKey(name())) {
            return measured.get(name());
        }
        if (!name().equals(DemoModel.NAME)) {
            return "the first of this machine's models that is installed";
        }
        return preferred.isEmpty()
                ? "no model is named, and none is preferred for this machine"
                : "none of this machine's models is installed (" + String.join(", ", preferred)
                        + "); install one, or name another in earshot.model";
    }

    /** The file that would be loaded; absent for none and for the demo model, which may not be unpacked yet. */
    Optional<ModelDescription> installedFile() throws ModelException {
        String name = name();
        return name.equals(NONE) || name.equals(DemoModel.NAME)
                ? Optional.empty()
                : Optional.of(ModelFile.inspect(installed.resolve(name)));
    }

    @Override
    public ModelDescription get() throws ModelException {
        String name = name();
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
        String name = name();
        if (name.equals(NONE)) {
            return "none (earshot.model=none)";
        }
        if (name.equals(DemoModel.NAME)) {
            return DemoModel.NAME + ", which comes with Earshot and knows a few hundred words; " + reason();
        }
        ModelDescription model = ModelFile.inspect(installed.resolve(name));
        return model.name() + " (" + model.file() + ")"
                + (configured.isEmpty() && measured.containsKey(name) ? ", " + reason() : "");
    }
}
