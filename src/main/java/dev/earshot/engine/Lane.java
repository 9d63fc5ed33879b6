package dev.earshot.engine;

import dev.earshot.engine.EngineQueue.Assignment;
import dev.earshot.engine.EngineQueue.Team;
import dev.earshot.engine.WindowTask.Done;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Runs windows one after the other on a thread of its own, which is the only one that touches its {@link Transcriber}.
 */
final class Lane {
    private static final long IDLE = Long.MIN_VALUE;

    private final EngineQueue queue;
    private final Team team;
    private final EngineEvents events;
    private final LongSupplier nanoTime;
    private volatile long runningSince = IDLE;

    Lane(EngineQueue queue, Team team, EngineEvents events, LongSupplier nanoTime) {
        this.queue = queue;
        this.team = team;
        this.events = events;
        this.nanoTime = nanoTime;
    }

    /** Counts what is done before there are windows as one, so that a hang in it is seen. */
    void running(Runnable work) {
        runningSince = nanoTime.getAsLong();
        try {
            work.run();
        } finally {
            runningSince = IDLE;
        }
    }

    /** How long the present window has been running; zero between windows. */
    Duration runningFor() {
        long since = runningSince;
        return since == IDLE ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - since);
    }

    /** Serves its team's jobs until there are none any more. */
    void serve(Transcriber transcriber) throws InterruptedException {
        for (Assignment next = queue.take(team); next != null; next = queue.take(team)) {
            try {
                run(transcriber, next.task());
            } finally {
                queue.finished(next);
            }
        }
    }

    private void run(Transcriber transcriber, WindowTask task) {
        if (task.cancellation.isCancelled()) {
            return;
        }
        long started = nanoTime.getAsLong();
        runningSince = started;
        try {
            Transcriber.Result result =
                    transcriber.transcribe(task.samples, task.options, task.prompt, task.cancellation);
            Duration waited = Duration.ofNanos(started - task.readyNanos);
            Duration ran = Duration.ofNanos(nanoTime.getAsLong() - started);
            team.speed.record(task.audio(), ran, task.options, result);
            events.windowDecoded(task.audio(), waited, ran);
            events.contextUsed(result.audioContext(), result.guardFired());
            task.future.complete(new Done(result, waited, ran));
        } catch (RuntimeException e) {
            task.future.completeExceptionally(e);
        } catch (Error e) {
            task.future.completeExceptionally(e);
            throw e;
        } finally {
            runningSince = IDLE;
        }
    }
}
