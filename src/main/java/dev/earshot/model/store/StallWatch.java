package dev.earshot.model.store;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Closes a stream that gives nothing for too long: the HTTP client has no time limit on a body. */
final class StallWatch implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "model-download-watch");
        thread.setDaemon(true);
        return thread;
    });
    private final long limitNanos;
    private final Closeable watched;
    private volatile long lastProgress = System.nanoTime();
    private volatile boolean stalled;

    StallWatch(Closeable watched, Duration limit) {
        this.watched = watched;
        this.limitNanos = limit.toNanos();
        long period = Math.max(1, limit.toMillis() / 4);
        timer.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (System.nanoTime() - lastProgress > limitNanos && !stalled) {
            stalled = true;
            try {
                watched.close();
            } catch (IOException e) {
                // The reader sees its stream end either way.
            }
        }
    }

    void progress() {
        lastProgress = System.nanoTime();
    }

    /** Whether the stream was closed by this. */
    boolean stalled() {
        return stalled;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
