package dev.earshot.engine;

import dev.earshot.engine.ModelLoader.ModelFacts;

/** What a model must show before anybody's recording is given to it. */
@FunctionalInterface
public interface Trial {
    /** Takes every model that loads. */
    Trial NONE = (transcriber, model) -> {};

    /**
     * Called once on each lane's thread, after the warm-up.
     *
     * @throws EngineException why this model must not be used
     */
    void make(Transcriber transcriber, ModelFacts model);
}
