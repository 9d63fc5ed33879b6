package dev.earshot.live;

import dev.earshot.engine.EngineException;

/** Hears what a session tells. Called by one thread at a time, in order; must not block. */
public interface LiveListener {
    void event(LiveEvent event);

    /** {@link LiveSession#full} is over: audio may come again. */
    default void room() {}

    /** The session is over and tells nothing more; not called when its owner closed it. */
    void ended(EngineException reason);
}
