package dev.earshot;

import dev.earshot.device.Amounts;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineStatus;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import dev.earshot.planning.MemoryPlan;
import dev.earshot.planning.MemoryPrediction;
import java.util.List;
import java.util.Optional;

/** Which model hears recordings of more than half a minute, and why no other, in words. */
final class LongRecordings {
    private LongRecordings() {}

    /** Of the running service. */
    static String heardBy(EarshotConfig config, Engine engine) {
        if (!(engine.status() instanceof EngineStatus.Ready ready)) {
            return "none, until a model is ready";
        }
        String first = ready.model().name();
        Optional<EngineStatus> second = engine.batchStatus();
        if (second.orElse(null) instanceof EngineStatus.Ready batch) {
            return batch.model().name() + ", beside " + first;
        }
        if (second.orElse(null) instanceof EngineStatus.Loading) {
            return first + ", until a model for them is loaded";
        }
        return second.orElse(null) instanceof EngineStatus.Failed failed
                ? too(first, failed.reason())
                : too(first, whyOne(config));
    }

    /** Of a service that would be started now. */
    static String wouldBeHeardBy(EarshotConfig config, ModelDescription first, MemoryPlan memory) {
        List<String> names = Parts.batchModels(config);
        if (names.isEmpty()) {
            return too(first.name(), whyOne(config));
        }
        try {
            ModelDescription model = new BatchChoice(names, Parts.models(config), memory).togetherWith(first);
            if (Parts.isBundled(config)) {
                return too(first.name(), "the bundled native library bears one model at a time");
            }
            MemoryPrediction prediction = memory.predict(model);
            return model.name() + ", beside " + first.name() + "; takes " + Amounts.bytes(prediction.usual())
                    + ", up to " + Amounts.bytes(prediction.most());
        } catch (ModelException e) {
            return too(first.name(), e.getMessage());
        }
    }

    private static String too(String first, String why) {
        return first + ", as short ones; " + why;
    }

    private static String whyOne(EarshotConfig config) {
        return config.model().isPresent()
                ? "earshot.model names it for all"
                : "no model is named for them (earshot.models.batch)";
    }
}
