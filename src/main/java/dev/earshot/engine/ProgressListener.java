package dev.earshot.engine;

import dev.earshot.engine.ModelLoader.ModelFacts;
import java.util.List;

/** Hears of a job's text while it grows. Called on the thread that waits for the job, in time order. */
@FunctionalInterface
public interface ProgressListener {
    ProgressListener NONE = segments -> {};

    /**
     * Who hears this recording, all of it. Called first, once it is known how long it is; an {@link EngineException} thrown
     * here ends the job.
     */
    default void begins(ModelFacts model) {}

    /** A window is done; its segments stand on the recording's time line and may be none. */
    void windowDone(List<Segment> segments);
}
