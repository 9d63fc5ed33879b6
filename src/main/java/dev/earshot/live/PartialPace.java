package dev.earshot.live;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Keeps partial readings of all sessions from holding up anything else: none begins while a final one is due and every lane has
 * work, those under way make room for it, and together they take no more than half of the engine's time. So a slow board shows
 * fewer partials, and never falls behind because of them. All methods may be called from any thread.
 */
final class PartialPace {
    private final int lanes;
    private final LongSupplier nanoTime;
    private final Deque<Cancellation> partials = new ArrayDeque<>();
    private final Set<Cancellation> promoted = new HashSet<>();
    private int finals;
    private long restUntil;

    PartialPace(int lanes, LongSupplier nanoTime) {
        this.lanes = lanes;
        this.nanoTime = nanoTime;
        this.restUntil = nanoTime.getAsLong();
    }

    /** Whether a partial reading may begin now; if so {@link #ended} must follow. */
    synchronized boolean begin(Cancellation reading) {
        if (partials.size() + finals >= lanes || nanoTime.getAsLong() - restUntil < 0) {
            return false;
        }
        partials.add(reading);
        return true;
    }

    /** A reading that {@link #begin} let in is over. */
    synchronized void ended(Cancellation reading, long tookNanos) {
        if (promoted.remove(reading)) {
            finals--;
            return;
        }
        partials.remove(reading);
        long until = nanoTime.getAsLong() + tookNanos / lanes;
        restUntil = until - restUntil > 0 ? until : restUntil;
    }

    /** A partial reading has turned out to be a final one; it makes no room any more. */
    synchronized void becomesFinal(Cancellation reading) {
        if (partials.remove(reading)) {
            promoted.add(reading);
            finals++;
        }
    }

    /** A final reading is due; partial ones that are in its way end. */
    void finalBegins() {
        Cancellation inTheWay;
        synchronized (this) {
            finals++;
            inTheWay = partials.size() + finals > lanes ? partials.peek() : null;
        }
        if (inTheWay != null) {
            inTheWay.cancel(givenUp());
        }
    }

    synchronized void finalEnded() {
        finals--;
    }

    /** Why a partial reading ends early. */
    static EngineException givenUp() {
        return new EngineException(ErrorCode.CLIENT_GONE, "This partial reading made room.");
    }
}
