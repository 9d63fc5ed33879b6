package dev.earshot.engine;

import java.util.List;

/** Hears of a job's text while it grows. Called on the thread that waits for the job, in time order. */
@FunctionalInterface
public interface ProgressListener {
    ProgressListener NONE = segments -> {};

    /** A window is done; its segments stand on the recording's time line and may be none. */
    void windowDone(List<Segment> segments);
}
