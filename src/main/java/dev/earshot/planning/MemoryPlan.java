package dev.earshot.planning;

import dev.earshot.device.Amounts;
import dev.earshot.model.ModelDescription;
import java.util.Optional;
import java.util.function.Supplier;

/** Says before it is loaded whether a model fits, so that it is never the kernel that says it, with its only word. */
public final class MemoryPlan {
    private final Computing how;
    private final Supplier<MemoryRoom> room;

    /** @param room asked anew each time: what is available changes */
    public MemoryPlan(Computing how, Supplier<MemoryRoom> room) {
        this.how = how;
        this.room = room;
    }

    public MemoryPrediction predict(ModelDescription model) {
        return MemoryPrediction.of(model, how);
    }

    public MemoryRoom room() {
        return room.get();
    }

    /** Why a model does not fit, with both figures; empty where it does, and where the machine does not tell its memory. */
    public Optional<String> refusal(ModelDescription model) {
        return refusal(model, 0, "");
    }

    /** The same beside a model that is loaded, which may still grow by what only some requests need. */
    public Optional<String> refusalBeside(ModelDescription model, ModelDescription loaded) {
        MemoryPrediction other = predict(loaded);
        return refusal(model, other.most() - other.usual(), loaded.name() + " may still take");
    }

    /** The same where both are still to be loaded. */
    public Optional<String> refusalTogether(ModelDescription model, ModelDescription first) {
        return refusal(model, predict(first).most(), first.name() + " takes");
    }

    private Optional<String> refusal(ModelDescription model, long taken, String by) {
        long needed = predict(model).most();
        MemoryRoom now = room();
        return now.holds(needed + taken)
                ? Optional.empty()
                : Optional.of(model.name() + " needs up to " + Amounts.bytes(needed) + " of memory"
                        + (how.lanes() > 1 ? " with " + how.lanes() + " lanes" : "") + ", and there are "
                        + Amounts.bytes(Math.max(0, now.bytes().orElse(0L) - taken)) + " for it (" + now.why()
                        + (taken > 0 ? ", less " + Amounts.bytes(taken) + " that " + by : "") + ")");
    }
}
