package dev.earshot.engine;

import dev.earshot.engine.QueueOrder.Turn;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BinaryOperator;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * A bounded number of jobs, each offering one window after the other to the lanes.
 *
 * <p>Jobs are admitted, windows are scheduled: at every window's edge the lane takes the next one by class, so that a
 * two-hour recording holds a three-second one up for one window at most; see {@link QueueOrder}. Windows of one job run one
 * at a time, in order.
 *
 * <p>A job joins a team that is on duty once it is known how long its recording is, and only that team's lanes get its
 * windows. So another model can take over while recordings are under way, or hear the long ones: each is heard by one model
 * from its first window to its last. While no team is on duty jobs are admitted all the same, and wait for one; the bound is
 * for all of them together, but not for live ones, which are bounded where they come from. The order is for all of them, too,
 * and so is the number of windows at a time: two models that compute at once on the same cores are slower than one after the
 * other.
 *
 * <p>All methods may be called from any thread; {@link #take}, {@link #join} and those that wait for a team block.
 */
final class EngineQueue {
    /** Windows a job may have waiting; two keep a lane busy while the next is being decoded. */
    static final int WINDOWS_AHEAD = 2;

    /** The lanes of one model. Guarded by the queue's lock, but for what they have measured. */
    static final class Team {
        final SpeedMeter speed = new SpeedMeter();

        /** Lanes with a window, of callers who left, too. */
        private int busy;

        private boolean dismissed;
    }

    /** A job's place in the queue. Guarded by the queue's lock. */
    static final class Place {
        /** Absent until it has joined one. */
        Team team;

        final Deque<WindowTask> ready = new ArrayDeque<>();
        JobClass jobClass = JobClass.INTERACTIVE;
        double secondsLeft;
        double latestWindow = QueueEstimates.TYPICAL_WINDOW_SECONDS;
        boolean running;

        /** Since when a lane could have taken this job's next window; time behind its own windows does not count. */
        long runnableSince;
    }

    /** What a look at the queue shows of recordings; empty is it without live ones, too. */
    record Snapshot(int waiting, int running, boolean empty, boolean closed) {}

    private final EngineSettings settings;
    private final LongSupplier nanoTime;
    private final List<Place> places = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;
    private Turn latestTurn = Turn.FIRST;

    /** The order is that of this moment, so that no two lanes each take it for the other's turn. */
    private long changedAt;

    /** Lanes with a window, of all teams. */
    private int busy;

    /** Gets the jobs that come; null while one is being waited for. */
    private Team onDuty;

    /** May get long ones instead; null where one team does all. */
    private Team batch;

    /** Measures for jobs that wait for a team. */
    private Team latest;

    /** Why no team will come. */
    private EngineException absence;

    EngineQueue(EngineSettings settings, Team first, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.onDuty = first;
        this.latest = first;
    }

    /**
     * Throws what {@link #admit} would throw now, so that a caller can turn a request away before reading its body.
     *
     * @throws EngineException {@link ErrorCode#BUSY} or {@link ErrorCode#NOT_READY}
     */
    void checkRoom() {
        lock.lock();
        try {
            requireOpen();
            long recordings = recordings().count();
            if (recordings >= settings.queueCapacity() + settings.lanes()) {
                Duration retry = QueueEstimates.untilRoom(places, latest.speed, settings.lanes());
                throw EngineException.busy(
                        "The queue is full: " + recordings
                                + " recordings are being worked on or waiting. Try again in " + retry.toSeconds()
                                + " s.",
                        retry);
            }
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new EngineException(ErrorCode.NOT_READY, "The service is shutting down.");
        }
    }

    /**
     * Takes a job in, which then has to {@link #join} a team; {@link #release} gives the place back.
     *
     * @param jobClass what it is, as far as that is known; live ones come in also when the queue is full
     */
    Place admit(JobClass jobClass) {
        lock.lock();
        try {
            if (jobClass == JobClass.LIVE) {
                requireOpen();
            } else {
                checkRoom();
            }
            Place place = new Place();
            place.jobClass = jobClass;
            places.add(place);
            return place;
        } finally {
            lock.unlock();
        }
    }

    private Stream<Place> recordings() {
        return places.stream().filter(place -> place.jobClass != JobClass.LIVE);
    }

    /**
     * Gives a job to a team, which works on it to its end. Blocks while none is on duty; whoever cancels must call {@link #wake}.
     *
     * @param choice among the usual team and that for long recordings, where there are two; called with the queue's lock held
     * @throws EngineException why no team will come, or why the job was cancelled
     */
    Team join(Place place, BinaryOperator<Team> choice, Cancellation cancellation) {
        lock.lock();
        try {
            while (onDuty == null) {
                cancellation.throwIfCancelled();
                if (absence != null) {
                    throw new EngineException(absence.code(), absence.getMessage(), absence);
                }
                changed.awaitUninterruptibly();
            }
            place.team = batch == null ? onDuty : choice.apply(onDuty, batch);
            return place.team;
        } finally {
            lock.unlock();
        }
    }

    /** Lets all who wait look again. */
    void wake() {
        locked(this::signal);
    }

    /** From now on jobs that come wait for a team; there must be none for long recordings. */
    void takeOffDuty() {
        lock.lock();
        try {
            onDuty = null;
            absence = null;
        } finally {
            lock.unlock();
        }
    }

    /** The jobs that come, and those that wait, may join this team; others stay where they are. */
    void putOnDuty(Team team) {
        lock.lock();
        try {
            onDuty = team;
            latest = team;
            absence = null;
            signal();
        } finally {
            lock.unlock();
        }
    }

    /** From now on this team may get long recordings, unless it was dismissed; null for none. */
    void putOnBatchDuty(Team team) {
        locked(() -> batch = team == null || team.dismissed ? null : team);
    }

    /** There will be no team: jobs that wait for one end with this. */
    void giveUp(EngineException reason) {
        lock.lock();
        try {
            absence = reason;
            signal();
        } finally {
            lock.unlock();
        }
    }

    /** Its lanes stop when its jobs are done. */
    void dismiss(Team team) {
        lock.lock();
        try {
            team.dismissed = true;
            batch = batch == team ? null : batch;
            signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a team has no job, and no lane of it a window. Returns whether that came to be. */
    boolean awaitIdle(Team team, Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = limit.toNanos();
            while ((team.busy > 0 || hasJobs(team)) && left > 0) {
                left = changed.awaitNanos(left);
            }
            return team.busy == 0 && !hasJobs(team);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasJobs(Team team) {
        return places.stream().anyMatch(place -> place.team == team);
    }

    /** Tells how long a job's recording is, where that is known; for estimates. */
    void expect(Place place, double seconds) {
        locked(() -> place.secondsLeft = seconds);
    }

    /** Tells that so much of a job's recording needs no lane; for estimates. */
    void passOver(Place place, double seconds) {
        locked(() -> place.secondsLeft = Math.max(0, place.secondsLeft - seconds));
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
            signal();
        } finally {
            lock.unlock();
        }
    }

    /** A task to run and the place it came from; hand it back with {@link #finished}. */
    record Assignment(Place place, WindowTask task) {}

    /** The next task for a lane of this team; waits for one. Null once there will be none any more. */
    Assignment take(Team team) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Turn next = hasLaneFor(team)
                        ? QueueOrder.next(places, changedAt, settings.batchPatience(), latestTurn)
                        : null;
                if (next != null && next.place().team == team) {
                    latestTurn = next;
                    next.place().running = true;
                    team.busy++;
                    busy++;
                    return new Assignment(next.place(), next.place().ready.remove());
                }
                if (isOver(team)) {
                    return null;
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        changedAt = nanoTime.getAsLong();
        changed.signalAll();
    }

    /** A team has no more lanes than may work; only where another works, too, they can be too many together. */
    private boolean hasLaneFor(Team team) {
        return busy == team.busy || busy < settings.lanes();
    }

    /** Jobs that have no team yet may become those of this one, also when the queue takes no more. */
    private boolean isOver(Team team) {
        return !hasJobs(team) && (team.dismissed || closed && places.stream().noneMatch(place -> place.team == null));
    }

    void finished(Assignment assignment) {
        lock.lock();
        try {
            assignment.place.running = false;
            assignment.place.team.busy--;
            busy--;
            assignment.place.runnableSince = nanoTime.getAsLong();
            signal();
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
            signal();
        } finally {
            lock.unlock();
        }
    }

    /** No more jobs; lanes stop when those admitted are done. */
    void close() {
        lock.lock();
        try {
            closed = true;
            signal();
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
            int running = (int) recordings().filter(place -> place.running).count();
            return new Snapshot((int) recordings().count() - running, running, places.isEmpty(), closed);
        } finally {
            lock.unlock();
        }
    }

    /** Seconds until a lane would take an interactive window of this job; an estimate. */
    double expectedWait(Place place) {
        lock.lock();
        try {
            return QueueEstimates.wait(place, places, settings.lanes());
        } finally {
            lock.unlock();
        }
    }
}
