package dev.earshot.engine;

import dev.earshot.engine.ModelLoader.LoadedModel;
import dev.earshot.engine.ModelLoader.ModelFacts;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The model for long recordings, in memory beside the one that hears the others: it comes once that one is warm, and goes where
 * another needs its place. While it is not there the one model hears all.
 *
 * <p>{@link #leave} and {@link #giveUp} are called by whoever changes models, one at a time; the others by any thread.
 */
final class BatchDuty {
    private final Optional<BatchModel> source;
    private final EngineQueue queue;
    private final EngineEvents events;
    private final Function<ModelLoader, Generation> maker;
    private final Runnable othersGone;
    private volatile boolean resting;
    private volatile Generation generation;
    private volatile CompletableFuture<Void> loaded = CompletableFuture.completedFuture(null);
    private volatile Optional<EngineStatus> absence = Optional.empty();

    /**
     * @param source absent where one model is to do all
     * @param maker makes a generation, and starts it not yet
     * @param othersGone blocks while models that are no longer in use still hold memory
     */
    BatchDuty(
            Optional<BatchModel> source,
            EngineQueue queue,
            EngineEvents events,
            Function<ModelLoader, Generation> maker,
            Runnable othersGone) {
        this.source = source;
        this.queue = queue;
        this.events = events;
        this.maker = maker;
        this.othersGone = othersGone;
    }

    /** Loads it if it is not there; returns at once. */
    synchronized void begin(ModelFacts first, boolean firstToleratesOthers) {
        if (source.isEmpty() || generation != null || resting) {
            return;
        }
        if (!firstToleratesOthers) {
            absent("the native library " + first.library().variant() + " does not bear two models at a time");
            return;
        }
        Generation next = maker.apply(() -> load(first));
        generation = next;
        loaded = next.outcome().thenAccept(outcome -> hear(next, outcome));
        next.start();
    }

    private LoadedModel load(ModelFacts first) {
        othersGone.run();
        return source.orElseThrow().beside(first).load();
    }

    private void hear(Generation from, EngineStatus outcome) {
        if (outcome instanceof EngineStatus.Ready) {
            queue.putOnBatchDuty(from.team());
            events.batchModel(outcome);
        } else {
            hearFailure(from, outcome);
        }
    }

    /** Not at the start alone: a lane may die later. */
    void hearFailure(Generation from, EngineStatus outcome) {
        if (generation == from) {
            generation = null;
            absence = Optional.of(outcome);
            events.batchModel(outcome);
        }
    }

    private void absent(String why) {
        generation = null;
        absence = Optional.of(new EngineStatus.Failed(why));
        events.batchModel(absence.get());
    }

    /** Empty where one model is to do all. */
    Optional<EngineStatus> status() {
        Generation now = generation;
        if (now == null) {
            return absence;
        }
        EngineStatus status = now.status();
        // It is warm a moment before it gets recordings.
        return Optional.of(
                status instanceof EngineStatus.Ready && !loaded.isDone() ? new EngineStatus.Loading() : status);
    }

    boolean is(Generation other) {
        return generation == other;
    }

    boolean isThere() {
        return generation != null;
    }

    /** Waits while it is being loaded. Returns whether it no longer is. */
    boolean awaitLoaded(Duration limit) throws InterruptedException {
        try {
            loaded.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Takes no more recordings, and ends when those it has are done. */
    void leave(String why) {
        Generation now = generation;
        if (now != null) {
            queue.dismiss(now.team());
            absent(why);
        }
    }

    /** As {@link #leave}, and it does not come back before {@link #wake}. Returns whether there was one that leaves. */
    boolean rest(String why) {
        Generation now = generation;
        if (now == null || !(status().orElse(null) instanceof EngineStatus.Ready)) {
            return false;
        }
        resting = true;
        leave(why);
        return true;
    }

    /** Returns whether it was at rest; then it is for the caller to {@link #begin}. */
    boolean wake() {
        boolean was = resting;
        resting = false;
        return was;
    }

    /** Frees its memory, if its recordings end in time; otherwise it stays. Returns whether it is gone. */
    boolean giveUp(String why, Duration patience) throws InterruptedException {
        Generation now = generation;
        if (now == null) {
            return true;
        }
        boolean idle = false;
        queue.putOnBatchDuty(null);
        try {
            idle = queue.awaitIdle(now.team(), patience);
        } finally {
            if (!idle) {
                queue.putOnBatchDuty(now.team());
            }
        }
        if (idle) {
            leave(why);
            now.awaitEnd();
        }
        return idle;
    }
}
