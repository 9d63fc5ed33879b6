package dev.earshot;

import dev.earshot.model.DemoModel;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import dev.earshot.model.ModelFile;
import dev.earshot.planning.MeasuredChoice;
import dev.earshot.planning.MemoryPlan;
import dev.earshot.whisper.WhisperModelLoader.ModelSupplier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The model that the user named, otherwise the best installed one for this machine that is sound and fits into memory, otherwise the
 * demo model. Once one was given to be loaded, it is the one: what is available then changes by the model itself.
 */
final class ModelChoice implements ModelSupplier {
    /** Starts without a model. */
    static final String NONE = "none";

    private final Optional<String> configured;
    private final List<String> preferred;
    private final Map<String, String> measured;
    private final InstalledModels installed;
    private final List<Path> caches;
    private final MemoryPlan memory;
    private volatile Optional<Chosen> given = Optional.empty();

    /**
     * @param configured what the user named
     * @param preferred names of models for this machine, best first, and what was measured of them
     */
    ModelChoice(
            Optional<String> configured,
            MeasuredChoice preferred,
            InstalledModels installed,
            List<Path> caches,
            MemoryPlan memory) {
        this.configured = configured;
        this.preferred = preferred.order();
        this.measured = preferred.reasons();
        this.installed = installed;
        this.caches = caches;
        this.memory = memory;
    }

    /**
     * @param model as it lies there, or as the demo model will
     * @param reason why this one, in words
     */
    private record Chosen(ModelDescription model, boolean isDemo, String reason) {}

    /** Whether it fits is not yet asked of one that nothing else can stand in for. */
    private Chosen intended() throws ModelException {
        return given.isPresent() ? given.get() : configured.isPresent() ? named(configured.get()) : best();
    }

    private Chosen chosen() throws ModelException {
        Chosen chosen = intended();
        Optional<String> refusal = given.isPresent() ? Optional.empty() : memory.refusal(chosen.model());
        if (refusal.isPresent()) {
            throw new ModelException(
                    Problem.NO_MEMORY,
                    refusal.get()
                            + (configured.isPresent()
                                    ? ". Name a smaller or a more quantized model in earshot.model."
                                    : ". Stop other programs, or give Earshot more."));
        }
        return chosen;
    }

    private Chosen named(String name) throws ModelException {
        if (name.equals(NONE)) {
            throw new ModelException(Problem.NOT_FOUND, "No model is to be loaded (earshot.model=none).");
        }
        boolean isDemo = name.equals(DemoModel.NAME);
        ModelDescription model = isDemo ? DemoModel.description() : ModelFile.inspect(installed.resolve(name));
        return new Chosen(model, isDemo, "earshot.model names it");
    }

    private Chosen best() throws ModelException {
        List<String> passedOver = new ArrayList<>();
        for (String name : preferred) {
            Optional<Path> file = installed.find(name);
            if (file.isEmpty()) {
                continue;
            }
            try {
                ModelDescription model = ModelFile.inspect(file.get());
                Optional<String> refusal = memory.refusal(model);
                if (refusal.isEmpty()) {
                    return new Chosen(model, false, reason(name, passedOver));
                }
                passedOver.add(refusal.get());
            } catch (ModelException e) {
                passedOver.add(e.getMessage());
            }
        }
        return new Chosen(DemoModel.description(), true, demoReason(passedOver));
    }

    private String reason(String name, List<String> passedOver) {
        String why = measured.getOrDefault(
                name,
                "the first of this machine's models that is installed"
                        + (passedOver.isEmpty() ? "" : " and can be used"));
        return passedOver.isEmpty() ? why : why + "; " + String.join("; ", passedOver);
    }

    private String demoReason(List<String> passedOver) {
        if (preferred.isEmpty()) {
            return "no model is named, and none is preferred for this machine";
        }
        return passedOver.isEmpty()
                ? "none of this machine's models is installed (" + String.join(", ", preferred)
                        + "); fetch one (earshot models pull), or name another in earshot.model"
                : "none of this machine's models that are installed can be used; " + String.join("; ", passedOver);
    }

    /** As it would be had this model been chosen: another was put in use since. */
    ModelChoice replacedBy(ModelDescription model, String reason) {
        ModelChoice now = new ModelChoice(Optional.empty(), MeasuredChoice.NONE, installed, caches, memory);
        now.given = Optional.of(new Chosen(model, false, reason));
        return now;
    }

    /** Why this one, in words. */
    String reason() throws ModelException {
        return chosen().reason();
    }

    /** {@link #reason} for those who only report it. */
    String why() {
        try {
            return reason();
        } catch (ModelException e) {
            return e.getMessage();
        }
    }

    /** Whether one was given to be loaded. */
    boolean isGiven() {
        return given.isPresent();
    }

    /** The model that would be loaded if it fits, or was; empty where none is to be. */
    Optional<ModelDescription> model() throws ModelException {
        return configured.equals(Optional.of(NONE))
                ? Optional.empty()
                : Optional.of(intended().model());
    }

    @Override
    public ModelDescription get() throws ModelException {
        Chosen chosen = chosen();
        if (chosen.isDemo()) {
            Path file = DemoModel.unpackInto(
                    caches.stream().map(cache -> cache.resolve("models")).toList());
            chosen = new Chosen(ModelFile.inspect(file), true, chosen.reason());
        } else if (given.isPresent()) {
            // It is loaded again, and the file may be another one by now.
            chosen = new Chosen(ModelFile.inspect(chosen.model().file()), false, chosen.reason());
        }
        given = Optional.of(chosen);
        return chosen.model();
    }

    /** What {@link #get} would give, in words and without unpacking anything. */
    String description() throws ModelException {
        if (configured.equals(Optional.of(NONE))) {
            return "none (earshot.model=none)";
        }
        Chosen chosen = chosen();
        return chosen.isDemo()
                ? DemoModel.NAME + ", which comes with Earshot and knows a few hundred words; " + chosen.reason()
                : chosen.model().name() + " (" + chosen.model().file() + ")"
                        + (measured.containsKey(chosen.model().name()) ? ", " + chosen.reason() : "");
    }
}
