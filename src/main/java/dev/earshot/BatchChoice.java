package dev.earshot;

import dev.earshot.model.DemoModel;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import dev.earshot.model.ModelFile;
import dev.earshot.planning.MemoryPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The model for long recordings beside the one that hears the others: the best that is installed, sound, and fits into memory with
 * it. Where that is the other one itself, one model does all.
 */
final class BatchChoice {
    private final List<String> preferred;
    private final InstalledModels installed;
    private final MemoryPlan memory;

    /** @param preferred names, best first */
    BatchChoice(List<String> preferred, InstalledModels installed, MemoryPlan memory) {
        this.preferred = preferred;
        this.installed = installed;
        this.memory = memory;
    }

    /**
     * The model to load beside one that is loaded.
     *
     * @param first that one's name
     * @throws ModelException why there is none
     */
    ModelDescription beside(String first) throws ModelException {
        Optional<ModelDescription> loaded = find(first);
        return beside(
                first, model -> loaded.isEmpty() ? memory.refusal(model) : memory.refusalBeside(model, loaded.get()));
    }

    /** The same where neither is loaded yet. */
    ModelDescription togetherWith(ModelDescription first) throws ModelException {
        return beside(first.name(), model -> memory.refusalTogether(model, first));
    }

    private interface Refusal {
        Optional<String> of(ModelDescription model);
    }

    private ModelDescription beside(String first, Refusal refusal) throws ModelException {
        List<String> passedOver = new ArrayList<>();
        for (String name : preferred) {
            Optional<Path> file = installed.find(name);
            if (file.isEmpty()) {
                continue;
            }
            if (InstalledModels.nameOf(file.get()).equals(first)) {
                passedOver.add(first + " is the " + (passedOver.isEmpty() ? "best" : "next best")
                        + " of the installed models for them");
                break;
            }
            try {
                ModelDescription model = ModelFile.inspect(file.get());
                Optional<String> why = refusal.of(model);
                if (why.isEmpty()) {
                    return model;
                }
                passedOver.add(why.get());
            } catch (ModelException e) {
                passedOver.add(e.getMessage());
            }
        }
        throw passedOver.isEmpty()
                ? new ModelException(
                        Problem.NOT_FOUND,
                        "none of the models for them is installed (" + String.join(", ", preferred) + ")")
                : new ModelException(Problem.NO_MEMORY, String.join("; ", passedOver));
    }

    /** Its file may have been removed since. */
    private Optional<ModelDescription> find(String name) throws ModelException {
        Optional<Path> file = installed.find(name);
        return name.equals(DemoModel.NAME)
                ? Optional.of(DemoModel.description())
                : file.isEmpty() ? Optional.empty() : Optional.of(ModelFile.inspect(file.get()));
    }
}
