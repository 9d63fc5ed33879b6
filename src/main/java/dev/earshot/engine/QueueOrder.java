package dev.earshot.engine;

import dev.earshot.engine.EngineQueue.Place;
import java.time.Duration;
import java.util.List;

/**
 * Whose window is the next: live windows, then batch windows that have waited out the patience, then interactive ones, then batch; within a class by
 * admission. Where live windows leave no gap, others that have waited out the patience get every second turn. Whatever model hears them. Called with the queue's lock held, which guards the places.
 */
final class QueueOrder {
    private QueueOrder() {}

    /**
     * @param overdueLast whether the latest that was no live one went because it had waited long enough
     * @param liveLast whether the latest was a live one
     */
    record Turn(Place place, boolean overdueLast, boolean liveLast) {
        static final Turn FIRST = new Turn(null, false, false);
    }

    /**
     * @param places in the order of admission
     * @param before the turn before
     * @return null where no window can run
     */
    static Turn next(List<Place> places, long now, Duration patience, Turn before) {
        Place interactive = null;
        Place batch = null;
        Place overdue = null;
        Place live = null;
        boolean kept = false;
        for (Place place : places) {
            if (place.running || place.ready.isEmpty()) {
                continue;
            }
            if (place.jobClass == JobClass.LIVE) {
                live = live == null ? place : live;
                continue;
            }
            boolean late = now - place.runnableSince >= patience.toNanos();
            kept |= late;
            if (place.jobClass == JobClass.INTERACTIVE) {
                interactive = interactive == null ? place : interactive;
                continue;
            }
            batch = batch == null ? place : batch;
            if (late && (overdue == null || place.runnableSince - overdue.runnableSince < 0)) {
                overdue = place;
            }
        }
        if (live != null && !(kept && before.liveLast())) {
            return new Turn(live, before.overdueLast(), true);
        }
        // Two in a row would keep short recordings out where many long ones wait on a slow board.
        if (overdue != null && (interactive == null || !before.overdueLast())) {
            return new Turn(overdue, true, false);
        }
        Place next = interactive != null ? interactive : batch;
        return next == null ? null : new Turn(next, false, false);
    }
}
