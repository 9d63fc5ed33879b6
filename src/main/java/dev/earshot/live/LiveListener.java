package dev.earshot.live;

import dev.earshot.engine.EngineException;

/** Hears what a session tells. Called by one thread at a time, in order; must not block. */
public interface LiveListener {
    void event(LiveEvent event);

    /**
     * {@link LiveSession#full} is over: audio may come again. It may be called before {@code full} has returned, on another
     * thread: let what it leads to, and what {@code full} leads to, happen on one.
     */
    default void room() {}

    /** The session is over and tells nothing more; not called when its owner closed it. */
    void ended(EngineException reason);
}
