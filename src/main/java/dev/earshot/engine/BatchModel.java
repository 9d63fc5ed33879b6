package dev.earshot.engine;

import dev.earshot.engine.ModelLoader.ModelFacts;

/** Brings a second model into memory, for long recordings, where there is one and room for it. */
@FunctionalInterface
public interface BatchModel {
    /**
     * A loader of the model that should be in memory beside another; called each time it is to be loaded. One that is in memory stays
     * beside whatever else comes into use, as long as there is room and it is another model.
     *
     * @param first that hears short recordings, and all where this one cannot be loaded
     * @return it refuses with {@link ErrorCode#NOT_READY} and the reason where there is to be no second model
     */
    ModelLoader beside(ModelFacts first);
}
