package dev.earshot.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A bounded number of jobs, each offering one window after the other to the lanes.
 *
 * <p>Jobs are admitted, windows are scheduled: at every window's edge the lane takes the next one by class, so that a
 * two-hour recording holds a three-second one up for one window at most. Order: batch windows that have waited out the
 * patience, then interactive ones, then batch; within a class by admission. Windows of one job run one at a time, in
 * order.
 *
 * <p>All methods may be called from any thread; only {@link #take} blocks.
 */
final class EngineQueue {
    /** Windows a job may have waiting; two keep a lane busy while the next is being decoded. */
    static final int WINDOWS_AHEAD = 2;

    /** How much audio a window of a long recording holds on average, cut at pauses; for estimates only. */
    private static final double TYPICAL_WINDOW_SECONDS = 25;

    private static final Duration LEAST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);

    /** A job's place in the queue. Guarded by the queue's lock. */
    static final class Place {
        private final Deque<WindowTask> ready = new ArrayDeque<>();
        private JobClass jobClass = JobClass.INTERACTIVE;
        private double secondsLeft;
        private double latestWindow = TYPICAL_WINDOW_SECONDS;
        private boolean running;

        /** Since when a lane could have taken this job's next window; time behind its own windows does not count. */
        private long runnableSince;
    }

    /** What a look at the queue shows. */
    record Snapshot(int waiting, int running, boolean closed) {}

    private final EngineSettings settings;
    private final SpeedMeter speed;
    private final LongSupplier nanoTime;
    private final List<Place> places = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;
    private boolean overdueLast;

    EngineQueue(EngineSettings settings, SpeedMeter speed, LongSupplier nanoTime) {
        this.settings = settings;
        this.speed = speed;
        this.nanoTime = nanoTime;
    }

    /**
     * Throws what {@link #admit} would throw now, so that a caller can turn a request away before reading its body.
     *
     * @throws EngineException {@link ErrorCode#BUSY} or {@link ErrorCode#NOT_READY}
     */
    void checkRoom() {
        lock.lock();
        try {
            if (closed) {
                throw new EngineException(ErrorCode.NOT_READY, "The service is shutting down.");
            }
            if (places.size() >= settings.queueCapacity() + settings.lanes()) {
                Duration retry = expectedUntilRoom();
                throw EngineException.busy(
                        "The queue is full: " + places.size()
                                + " recordings are being worked on or waiting. Try again in " + retry.toSeconds()
                                + " s.",
                        retry);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes a job in; {@link #release} gives the place back. */
    Place admit() {
        lock.lock();
        try {
            checkRoom();
            Place place = new Place();
            places.add(place);
            return place;
        } finally {
            lock.unlock();
        }
    }

    /** Tells how long a job's recording is, where that is known; for estimates. */
    void expect(Place place, double seconds) {
        lock.lock();
        try {
            place.secondsLeft = seconds;
        } finally {
            lock.unlock();
        }
    }

    /** Tells that so much of a job's recording needs no lane; for estimates. */
    void passOver(Place place, double seconds) {
        lock.lock();
        try {
            place.secondsLeft = Math.max(0, place.secondsLeft - seconds);
        } finally {
            lock.unlock();
        }
    }

    void offer(Place place, JobClass jobClass, WindowTask task) {
        lock.lock();
        try {
            place.jobClass = jobClass;
            place.latestWindow = task.audio().toMillis() / 1e3;
            place.secondsLeft = Math.max(0, place.secondsLeft - place.latestWindow);
            if (!place.running && place.ready.isEmpty()) {
                place.runnableSince = nanoTime.getAsLong();
            }
            place.ready.add(task);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A task to run and the place it came from; hand it back with {@link #finished}. */
    record Assignment(Place place, WindowTask task) {}

    /** The next task for a lane; waits for one. Null once the queue is closed and empty. */
    Assignment take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Place next = nextPlace();
                if (next != null) {
                    next.running = true;
                    return new Assignment(next, next.ready.remove());
                }
                if (closed && places.isEmpty()) {
                    return null;
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private Place nextPlace() {
        long now = nanoTime.getAsLong();
        Place interactive = null;
        Place batch = null;
        Place overdue = null;
        for (Place place : places) {
            if (place.running || place.ready.isEmpty()) {
                continue;
            }
            if (place.jobClass == JobClass.INTERACTIVE) {
                interactive = interactive == null ? place : interactive;
                continue;
            }
            batch = batch == null ? place : batch;
            if (now - place.runnableSince >= settings.batchPatience().toNanos()
                    && (overdue == null || place.runnableSince - overdue.runnableSince < 0)) {
                overdue = place;
            }
        }
        // Two in a row would keep short recordings out where many long ones wait on a slow board.
        boolean itsTurn = overdue != null && (interactive == null || !overdueLast);
        if (itsTurn || interactive != null || batch != null) {
            overdueLast = itsTurn;
        }
        return itsTurn ? overdue : interactive != null ? interactive : batch;
    }

    void finished(Assignment assignment) {
        lock.lock();
        try {
            assignment.place.running = false;
            assignment.place.runnableSince = nanoTime.getAsLong();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends a job: its waiting windows are forgotten, its place is free. Once more does nothing. */
    void release(Place place) {
        lock.lock();
        try {
            place.ready.clear();
            places.remove(place);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** No more jobs; lanes stop when those admitted are done. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until every job has left. Returns whether they have. */
    boolean awaitEmpty(Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = limit.toNanos();
            while (!places.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return places.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    Snapshot snapshot() {
        lock.lock();
        try {
            int running = (int) places.stream().filter(place -> place.running).count();
            return new Snapshot(places.size() - running, running, closed);
        } finally {
            lock.unlock();
        }
    }

    /** Mean time until one of the jobs is done: all windows still to be decoded, shared by the lanes and the jobs. */
    private Duration expectedUntilRoom() {
        double seconds = places.stream().mapToDouble(this::expectedSeconds).sum() / settings.lanes() / places.size();
        Duration wait = Duration.ofSeconds((long) Math.ceil(seconds));
        return wait.compareTo(LEAST_RETRY) < 0 ? LEAST_RETRY : wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait;
    }

    /** In a lane. A job that has offered nothing yet will have a window. */
    private double expectedSeconds(Place place) {
        double seconds = place.ready.stream()
                .mapToDouble(task -> speed.secondsFor(task.audio().toMillis() / 1e3))
                .sum();
        if (place.running || place.ready.isEmpty() && place.secondsLeft == 0) {
            seconds += speed.secondsFor(place.latestWindow);
        }
        return seconds + place.secondsLeft / TYPICAL_WINDOW_SECONDS * speed.secondsFor(TYPICAL_WINDOW_SECONDS);
    }
}
