package dev.earshot.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells everybody who works for a job that it is over. Cancelled at most once; the first reason stays.
 *
 * <p>All methods may be called from any thread. Callbacks run on the cancelling thread, outside the lock; they must neither
 * block nor throw.
 */
public final class Cancellation {
    private final List<Runnable> callbacks = new ArrayList<>();
    private EngineException reason;

    /** Ends the job for {@code why}; later calls change nothing. */
    public void cancel(EngineException why) {
        Objects.requireNonNull(why, "why");
        List<Runnable> toRun;
        synchronized (this) {
            if (reason != null) {
                return;
            }
            reason = why;
            toRun = List.copyOf(callbacks);
            callbacks.clear();
        }
        // Whoever came last is nearest to the caller and is woken first.
        for (int i = toRun.size() - 1; i >= 0; i--) {
            toRun.get(i).run();
        }
    }

    /** Forgets a callback; for those that would outlive what they point to. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** Runs {@code callback} when cancelled; at once if that has happened. */
    public Registration onCancel(Runnable callback) {
        synchronized (this) {
            if (reason == null) {
                callbacks.add(callback);
                return () -> forget(callback);
            }
        }
        callback.run();
        return () -> {};
    }

    private synchronized void forget(Runnable callback) {
        callbacks.removeIf(known -> known == callback);
    }

    public synchronized boolean isCancelled() {
        return reason != null;
    }

    /** Why, if cancelled. */
    public synchronized Optional<EngineException> reason() {
        return Optional.ofNullable(reason);
    }

    /** @throws EngineException the reason, if cancelled */
    public synchronized void throwIfCancelled() {
        if (reason != null) {
            throw new EngineException(reason.code(), reason.getMessage(), reason);
        }
    }
}
