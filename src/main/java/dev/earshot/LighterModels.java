package dev.earshot;

import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.model.DemoModel;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import dev.earshot.model.ModelFile;
import dev.earshot.model.ModelHeader;
import dev.earshot.planning.HeatRelief;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Less work for a hot board: first without the model for long recordings, then with one smaller model after the other. */
final class LighterModels implements HeatRelief.Models {
    private final EarshotConfig config;
    private final Engine engine;
    private final EngineModels models;
    private final InstalledModels installed;

    LighterModels(EarshotConfig config, Engine engine, EngineModels models) {
        this.config = config;
        this.engine = engine;
        this.models = models;
        this.installed = Parts.models(config);
    }

    @Override
    public Optional<String> lighten(String why) {
        if (config.model().isPresent()) {
            // Who names one has decided.
            return Optional.empty();
        }
        String usual = engine.model().name();
        if (engine.restBatch(why + " for it")) {
            return Optional.of(usual + " hears long recordings, too");
        }
        try {
            return lighten(usual, why);
        } catch (ModelException e) {
            throw new EngineException(ErrorCode.MODEL_NOT_LOADED, e.getMessage(), e);
        }
    }

    private Optional<String> lighten(String usual, String why) throws ModelException {
        Optional<Path> file = usual.equals(DemoModel.NAME) ? Optional.empty() : installed.find(usual);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        ModelDescription current = ModelFile.inspect(file.get());
        Optional<ModelDescription> next = smaller(current, sound());
        if (next.isEmpty()) {
            return Optional.empty();
        }
        return models.relieve(current, next.get().file(), why)
                ? Optional.of(next.get().name() + " hears recordings instead of " + usual)
                : Optional.empty();
    }

    /** Those of this machine's models that are installed and can be used. */
    private List<ModelDescription> sound() throws ModelException {
        List<ModelDescription> sound = new ArrayList<>();
        for (String name : Parts.preferredModels(config)) {
            Optional<Path> file = installed.find(name);
            if (file.isPresent()) {
                try {
                    sound.add(ModelFile.inspect(file.get()));
                } catch (ModelException e) {
                    // Whoever chooses models at the start says so.
                    continue;
                }
            }
        }
        return sound;
    }

    /**
     * The largest of those that compute less than this one and know its languages; of equals the first.
     *
     * @param others best first
     */
    static Optional<ModelDescription> smaller(ModelDescription current, List<ModelDescription> others) {
        return others.stream()
                .filter(model -> work(model) < work(current))
                .filter(model -> model.multilingual() || !current.multilingual())
                .max(Comparator.comparingLong(LighterModels::work));
    }

    /** Weights of the layers, but for a factor. Quantization makes files smaller, and not always less work. */
    private static long work(ModelDescription model) {
        ModelHeader header = model.header();
        return (long) (header.audioLayers() + header.textLayers()) * header.audioWidth() * header.audioWidth();
    }

    @Override
    public void restore() {
        models.restore();
        engine.wakeBatch();
    }
}
