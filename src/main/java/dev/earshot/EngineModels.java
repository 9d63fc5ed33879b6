package dev.earshot;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.device.MachineFacts;
import dev.earshot.engine.Canary;
import dev.earshot.engine.Changeover;
import dev.earshot.engine.Engine;
import dev.earshot.engine.ModelLoader;
import dev.earshot.http.ModelSwitch;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import dev.earshot.model.ModelFile;
import dev.earshot.planning.HeatWatch;
import dev.earshot.whisper.SileroModel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Puts model files into the running engine, as the configuration has it. One call at a time. */
final class EngineModels implements ModelSwitch {
    private final EarshotConfig config;
    private final Engine engine;
    private final AudioDecoder decoder;
    private final HeatWatch heat;
    private final Optional<SileroModel> voice;
    private volatile InUse current;

    /** Before the last {@link #to}. */
    private InUse before;

    private Optional<Usual> usualBefore = Optional.empty();

    /** What the board's heat put out of use. */
    private volatile Optional<Usual> usual = Optional.empty();

    /**
     * @param model empty for the one that the engine was started with
     * @param reason why it is in use
     */
    private record InUse(ModelLoader loader, Optional<ModelDescription> model, String reason) {}

    private record Usual(InUse inUse, ModelDescription model) {}

    /** @param first that the engine was started with */
    EngineModels(
            EarshotConfig config,
            Engine engine,
            ModelLoader first,
            AudioDecoder decoder,
            HeatWatch heat,
            Optional<SileroModel> voice) {
        this.config = config;
        this.engine = engine;
        this.decoder = decoder;
        this.heat = heat;
        this.voice = voice;
        this.current = new InUse(first, Optional.empty(), "");
        this.before = current;
    }

    @Override
    public synchronized void to(Path file) throws ModelException {
        InUse now = current;
        put(file, "it was put in use while the service was running");
        before = now;
        usualBefore = usual;
        usual = Optional.empty();
    }

    /**
     * Puts a smaller model in use for a while, until {@link #restore} or until somebody puts another in use.
     *
     * @param now that was in use when this one was chosen
     * @param why without a name, as "the board is too hot"
     * @return whether it was done; not if somebody has put another in use meanwhile
     */
    synchronized boolean relieve(ModelDescription now, Path file, String why) throws ModelException {
        if (!engine.model().name().equals(now.name())) {
            return false;
        }
        Usual mine = usual.orElse(new Usual(current, now));
        put(file, why + " for " + mine.model().name());
        usual = Optional.of(mine);
        return true;
    }

    /** Puts in use again what was before the first {@link #relieve}. */
    synchronized void restore() {
        if (usual.isPresent()) {
            Usual mine = usual.get();
            change(mine.inUse(), () -> fitsBeside(mine.model()));
            usual = Optional.empty();
        }
    }

    private void put(Path file, String reason) throws ModelException {
        ModelDescription model = ModelFile.inspect(file);
        // What is available now does not count: the model that serves goes first where it must.
        Optional<String> never = Parts.memory(config, false).refusal(model);
        if (never.isPresent()) {
            throw new ModelException(
                    ModelException.Problem.NO_MEMORY, never.get() + ". Take a smaller or a more quantized model.");
        }
        MachineFacts machine = Parts.machine(config);
        ModelLoader loader = Parts.loader(config, () -> checked(file), machine, heat, voice);
        change(new InUse(loader, Optional.of(model), reason), () -> fitsBeside(model));
    }

    private boolean fitsBeside(ModelDescription model) {
        return Parts.memoryBeside(config).refusal(model).isEmpty();
    }

    /** Once more when it is loaded: the model before may be gone by then, and other programs have what it had. */
    private ModelDescription checked(Path file) throws ModelException {
        ModelDescription model = ModelFile.inspect(file);
        Optional<String> refusal = Parts.memoryBeside(config).refusal(model);
        if (refusal.isPresent()) {
            throw new ModelException(ModelException.Problem.NO_MEMORY, refusal.get() + ".");
        }
        return model;
    }

    @Override
    public synchronized void back() {
        change(before, () -> false);
        usual = usualBefore;
    }

    @Override
    public Optional<String> replaced() {
        return usual.map(it -> it.model().name());
    }

    private void change(InUse to, BooleanSupplier fitsBeside) {
        Canary canary = CanaryClip.canary(decoder);
        engine.switchTo(
                to.loader(), new Changeover(canary, fitsBeside, config.engine().switchPatience()));
        current = to;
    }

    /** The choice as it would have been for the model that serves, where it is another than the service was started with. */
    ModelChoice since(ModelChoice start) {
        InUse now = current;
        return now.model().map(model -> start.replacedBy(model, now.reason())).orElse(start);
    }

    @Override
    public Path quantizer() {
        return Parts.quantizer(config);
    }

    @Override
    public Optional<String> configured() {
        return config.model();
    }
}
