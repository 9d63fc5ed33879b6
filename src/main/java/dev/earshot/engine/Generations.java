package dev.earshot.engine;

import static dev.earshot.engine.Refusals.notTaken;
import static dev.earshot.engine.Refusals.reason;
import static dev.earshot.engine.Refusals.refused;

import dev.earshot.engine.EngineQueue.Place;
import dev.earshot.engine.EngineQueue.Team;
import dev.earshot.engine.ModelLoader.ModelFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * Which models serve, and how another takes the place of the usual one without a recording being lost.
 *
 * <p>Where memory and library allow two models, the new one is loaded and tried while the old one serves; then it gets the jobs
 * that come, and the old one ends when those it has are done. Otherwise jobs that come wait: the old one ends, the new one is
 * loaded, and if that fails the old one again. A second model, for long recordings, gives way where its memory is needed, and
 * comes back after the change if there is room.
 */
final class Generations implements AutoCloseable {
    private final EngineSettings settings;
    private final EngineEvents events;
    private final LongSupplier nanoTime;
    private final EngineQueue queue;
    private final List<Generation> living = new CopyOnWriteArrayList<>();
    private final ChangeLock changes = new ChangeLock(this::beginBatch);
    private final BatchDuty batch;
    private final CompletableFuture<Void> begun;
    private volatile Generation current;

    /** What served last, while nothing is loaded and jobs wait for what comes. */
    private volatile ModelFacts between;

    private boolean closed;

    Generations(
            EngineSettings settings,
            ModelLoader first,
            Optional<BatchModel> batch,
            EngineEvents events,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.events = events;
        this.nanoTime = nanoTime;
        Team team = new Team();
        this.queue = new EngineQueue(settings, team, nanoTime);
        this.current = generation(first, Trial.NONE, team);
        living.add(current);
        this.batch = new BatchDuty(batch, queue, events, this::besides, this::awaitOthersGone);
        this.begun = current.outcome().thenAccept(this::hearFirst);
    }

    private Generation generation(ModelLoader loader, Trial trial, Team team) {
        return new Generation(loader, trial, settings.lanes(), queue, team, events, this::hearLater, nanoTime);
    }

    private void hearFirst(EngineStatus status) {
        events.started(status);
        if (status instanceof EngineStatus.Ready ready) {
            batch.begin(ready.model(), current.toleratesOthers());
        }
    }

    private void hearLater(Generation from, EngineStatus status) {
        if (batch.is(from)) {
            batch.hearFailure(from, status);
        } else if (from == current) {
            events.started(status);
        } else if (status instanceof EngineStatus.Failed failed) {
            // The service is as well as before; only the last recordings of that model are not.
            events.leavingModelFailed(failed.reason());
        }
    }

    private void beginBatch() {
        if (status() instanceof EngineStatus.Ready beside) {
            batch.begin(beside.model(), current.toleratesOthers());
        }
    }

    private synchronized Generation besides(ModelLoader loader) {
        Generation next = generation(loader, Trial.NONE, new Team());
        living.add(next);
        return next;
    }

    private void awaitOthersGone() {
        for (Generation generation : living) {
            if (generation != current && !batch.is(generation)) {
                awaitGone(generation);
            }
        }
        requireOpen();
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw refused("The service is shutting down.");
        }
    }

    EngineQueue queue() {
        return queue;
    }

    void start() {
        current.start();
    }

    EngineStatus status() {
        EngineStatus status = current.status();
        return status instanceof EngineStatus.Stopped && between != null ? new EngineStatus.Loading() : status;
    }

    /** See {@link Engine#model()}. */
    ModelFacts model() {
        EngineStatus status = status();
        if (status instanceof EngineStatus.Ready ready) {
            return ready.model();
        }
        ModelFacts last = between;
        if (last != null) {
            return last;
        }
        if (status instanceof EngineStatus.Failed failed) {
            throw new EngineException(ErrorCode.NOT_READY, failed.reason());
        }
        throw refused(
                status instanceof EngineStatus.Loading
                        ? "The model is being loaded; try again in a moment."
                        : "The service is shutting down.");
    }

    /** Of the model for long recordings; empty where one model does all. */
    Optional<EngineStatus> batchStatus() {
        return batch.status();
    }

    /** Who works on a job; waits while that is not known. */
    Generation of(Place place, JobClass jobClass, TranscriptionOptions options, Cancellation cancellation) {
        try (Cancellation.Registration waking = cancellation.onCancel(queue::wake)) {
            return of(queue.join(
                    place,
                    (usual, second) -> HearerChoice.isBatch(
                                    jobClass,
                                    options,
                                    of(usual).model(),
                                    of(second).model(),
                                    settings.languages())
                            ? second
                            : usual,
                    cancellation));
        }
    }

    private Generation of(Team team) {
        return living.stream()
                .filter(generation -> generation.team() == team)
                .findFirst()
                .orElseThrow(() -> new EngineException(ErrorCode.INTERNAL, Generation.LANE_DIED));
    }

    Duration longestRunning() {
        return living.stream()
                .map(Generation::longestRunning)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Seconds that the slowest of the loaded models is expected to take for a window. */
    double secondsFor(double window) {
        return living.stream()
                .filter(generation -> !generation.isOver())
                .mapToDouble(generation -> generation.secondsFor(window))
                .max()
                .orElse(0);
    }

    /** Whether another model is being put in use. */
    boolean isSwitching() {
        return changes.isHeld();
    }

    /** See {@link Engine#switchTo}. */
    EngineStatus.Ready switchTo(ModelLoader loader, Changeover how) {
        if (!changes.tryTake()) {
            throw refused(Refusals.CHANGING);
        }
        boolean renewBatch = batch.isThere();
        try {
            EngineStatus.Ready now = change(loader, how);
            renewBatch = true;
            events.switched(now);
            if (batch.status().orElse(null) instanceof EngineStatus.Ready second
                    && second.model().name().equals(now.model().name())) {
                batch.leave("it hears the short ones now");
            }
            return now;
        } catch (EngineException e) {
            events.switchRefused(e);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(ErrorCode.NOT_READY, "Putting another model in use was interrupted.", e);
        } finally {
            if (renewBatch) {
                beginBatch();
            }
            changes.release();
        }
    }

    /** See {@link Engine#restBatch}. */
    boolean restBatch(String why) {
        return changes.during(() -> batch.rest(why));
    }

    /** See {@link Engine#wakeBatch}. */
    void wakeBatch() {
        if (batch.wake()) {
            renewBatch();
        }
    }

    /** See {@link Engine#renewBatch}. */
    void renewBatch() {
        changes.want();
    }

    private EngineStatus.Ready change(ModelLoader loader, Changeover how) throws InterruptedException {
        EngineStatus status = status();
        if (status instanceof EngineStatus.Loading || status instanceof EngineStatus.Stopped) {
            model();
            status = status();
        }
        begun.join();
        requireNoOthers(how.patience());
        if (!(status instanceof EngineStatus.Ready old) || fitsBeside(how)) {
            return whileItServes(loader, how.trial());
        }
        if (batch.isThere()) {
            makeRoom(how.patience());
            if (fitsBeside(how)) {
                return whileItServes(loader, how.trial());
            }
        }
        return inItsPlace(loader, how, old.model());
    }

    private boolean fitsBeside(Changeover how) {
        return current.toleratesOthers() && how.fitsBeside().getAsBoolean();
    }

    private void makeRoom(Duration patience) throws InterruptedException {
        if (!batch.giveUp("its memory is needed for another model", patience)) {
            throw Refusals.noRoomForThird(patience);
        }
    }

    /** Models that are still at work for their last recordings, or broken ones that still hold memory. */
    private void requireNoOthers(Duration patience) throws InterruptedException {
        if (!batch.awaitLoaded(patience)) {
            boolean leaving = living.stream().anyMatch(this::isLeaving);
            throw refused(leaving ? Refusals.STILL_AT_WORK : Refusals.BATCH_LOADING);
        }
        for (Generation generation : living) {
            boolean serving = generation == current && status() instanceof EngineStatus.Ready || batch.is(generation);
            if (!serving && !generation.awaitEnd(patience)) {
                throw refused(Refusals.STILL_AT_WORK);
            }
        }
        living.removeIf(generation -> generation != current && !batch.is(generation));
    }

    /** The model for long recordings is not loaded before such a one is gone. */
    private boolean isLeaving(Generation generation) {
        return generation != current && !batch.is(generation) && !generation.isOver();
    }

    private EngineStatus.Ready whileItServes(ModelLoader loader, Trial trial) throws InterruptedException {
        Generation old = current;
        Generation next = begin(loader, trial);
        EngineStatus outcome = next.outcome().join();
        if (!(outcome instanceof EngineStatus.Ready ready)) {
            next.awaitEnd(LaneCrew.LONGEST_GOODBYE);
            throw notTaken(outcome, status() instanceof EngineStatus.Ready kept ? kept.model() : null);
        }
        // In this order: whoever sees the new model must not get a place with an old one that is broken.
        queue.putOnDuty(next.team());
        current = next;
        queue.dismiss(old.team());
        return ready;
    }

    private EngineStatus.Ready inItsPlace(ModelLoader loader, Changeover how, ModelFacts before)
            throws InterruptedException {
        Generation old = current;
        boolean idle = false;
        queue.takeOffDuty();
        try {
            idle = queue.awaitIdle(old.team(), how.patience());
        } finally {
            if (!idle) {
                queue.putOnDuty(old.team());
            }
        }
        if (!idle) {
            throw Refusals.noRoomForTwo(how.patience(), before);
        }
        between = before;
        try {
            return exchange(loader, how.trial(), before);
        } catch (NobodyServes e) {
            queue.giveUp(e.reason());
            throw e.reason();
        } catch (RuntimeException | Error e) {
            if (!(e instanceof EngineException)) {
                queue.giveUp(new EngineException(
                        ErrorCode.NOT_READY, "Putting another model in use failed; start the service again.", e));
            }
            throw e;
        } finally {
            between = null;
        }
    }

    /** Jobs that come wait meanwhile. */
    private EngineStatus.Ready exchange(ModelLoader loader, Trial trial, ModelFacts before) throws NobodyServes {
        Generation old = current;
        queue.dismiss(old.team());
        awaitGone(old);
        EngineStatus outcome = serveWith(loader, trial);
        if (outcome instanceof EngineStatus.Ready ready) {
            return ready;
        }
        awaitGone(current);
        EngineStatus again = serveWith(old.loader(), Trial.NONE);
        if (again instanceof EngineStatus.Ready) {
            throw notTaken(outcome, before);
        }
        throw new NobodyServes(new EngineException(
                ErrorCode.NOT_READY,
                notTaken(outcome, null).getMessage() + " Nor could " + before.name() + " be loaded again: "
                        + reason(again)));
    }

    /**
     * Without a limit: its lanes have nothing to do, so this takes as long as freeing memory does, and to load another model
     * beside one that hangs in such a library would be the end of the process.
     */
    private void awaitGone(Generation generation) {
        generation.awaitEnd();
        living.remove(generation);
    }

    private EngineStatus serveWith(ModelLoader loader, Trial trial) throws NobodyServes {
        Generation next;
        try {
            next = begin(loader, trial);
        } catch (EngineException e) {
            throw new NobodyServes(e);
        }
        current = next;
        EngineStatus outcome = next.outcome().join();
        if (outcome instanceof EngineStatus.Ready) {
            queue.putOnDuty(next.team());
        }
        return outcome;
    }

    private synchronized Generation begin(ModelLoader loader, Trial trial) {
        requireOpen();
        Generation next = generation(loader, trial, new Team());
        living.add(next);
        next.start();
        return next;
    }

    /** Waits for all lanes; the queue has been closed before. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        living.forEach(Generation::close);
    }

    /** Waits until all are freed, after {@link #close}. */
    void awaitEnd() {
        living.forEach(Generation::awaitEnd);
    }
}
