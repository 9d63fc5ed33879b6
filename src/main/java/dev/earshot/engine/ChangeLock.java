package dev.earshot.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Held by whoever changes which models are loaded: one at a time, and nobody waits for it. May be called from any thread. */
final class ChangeLock {
    private final AtomicBoolean held = new AtomicBoolean();
    private final Runnable afterwards;
    private volatile boolean wanted;

    /** @param afterwards what {@link #want} asks for; done while it is held */
    ChangeLock(Runnable afterwards) {
        this.afterwards = afterwards;
    }

    boolean isHeld() {
        return held.get();
    }

    boolean tryTake() {
        return held.compareAndSet(false, true);
    }

    void release() {
        held.set(false);
        doWanted();
    }

    /** Returns false also where somebody else holds it. */
    boolean during(BooleanSupplier change) {
        if (!tryTake()) {
            return false;
        }
        try {
            return change.getAsBoolean();
        } finally {
            release();
        }
    }

    /** Now, or as soon as whoever holds it is done. */
    void want() {
        wanted = true;
        doWanted();
    }

    private void doWanted() {
        while (wanted && tryTake()) {
            try {
                wanted = false;
                afterwards.run();
            } finally {
                held.set(false);
            }
        }
    }
}
