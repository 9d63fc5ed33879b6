package dev.earshot.engine;

import dev.earshot.engine.ModelLoader.ModelFacts;
import java.util.List;

/** Which of two models hears a recording. Pure functions. */
final class HearerChoice {
    private HearerChoice() {}

    /**
     * Whether the one for long recordings does: where it is named, where the recording is long and it can do what is asked, and
     * where it alone can.
     *
     * @param languages of this device, empty for all
     */
    static boolean isBatch(
            JobClass jobClass,
            TranscriptionOptions options,
            ModelFacts interactive,
            ModelFacts batch,
            List<String> languages) {
        if (options.model().isPresent()) {
            String named = options.model().get();
            if (named.equals(batch.name()) || named.equals(interactive.name())) {
                return named.equals(batch.name());
            }
        }
        return jobClass == JobClass.BATCH
                ? isAble(batch, options, languages) || !isAble(interactive, options, languages)
                : !isAble(interactive, options, languages) && isAble(batch, options, languages);
    }

    private static boolean isAble(ModelFacts model, TranscriptionOptions options, List<String> languages) {
        try {
            Wishes.settle(options, model, languages);
            return true;
        } catch (EngineException e) {
            return false;
        }
    }
}
