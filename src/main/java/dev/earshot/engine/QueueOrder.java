package dev.earshot.engine;

import dev.earshot.engine.EngineQueue.Place;
import java.time.Duration;
import java.util.List;

/**
 * Whose window is the next: live windows, then batch windows that have waited out the patience, then interactive ones, then batch; within a class by
 * admission. Whatever model hears them. Called with the queue's lock held, which guards the places.
 */
final class QueueOrder {
    private QueueOrder() {}

    /** @param overdueLast whether the latest that was no live one went because it had waited long enough */
    record Turn(Place place, boolean overdueLast) {}

    /**
     * @param places in the order of admission
     * @param overdueLast of the turn before
     * @return null where no window can run
     */
    static Turn next(List<Place> places, long now, Duration patience, boolean overdueLast) {
        Place interactive = null;
        Place batch = null;
        Place overdue = null;
        for (Place place : places) {
            if (place.running || place.ready.isEmpty()) {
                continue;
            }
            if (place.jobClass == JobClass.LIVE) {
                return new Turn(place, overdueLast);
            }
            if (place.jobClass == JobClass.INTERACTIVE) {
                interactive = interactive == null ? place : interactive;
                continue;
            }
            batch = batch == null ? place : batch;
            if (now - place.runnableSince >= patience.toNanos()
                    && (overdue == null || place.runnableSince - overdue.runnableSince < 0)) {
                overdue = place;
            }
        }
        // Two in a row would keep short recordings out where many long ones wait on a slow board.
        if (overdue != null && (interactive == null || !overdueLast)) {
            return new Turn(overdue, true);
        }
        Place next = interactive != null ? interactive : batch;
        return next == null ? null : new Turn(next, false);
    }
}
