package dev.earshot.engine;

import dev.earshot.engine.EngineQueue.Team;
import dev.earshot.engine.ModelLoader.ModelFacts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** One model from being loaded to being freed, with its lanes and what they have measured. */
final class Generation {
    static final String LANE_DIED = "The engine has stopped; the log says why.";

    private final ModelLoader loader;
    private final EngineQueue queue;
    private final BiConsumer<Generation, EngineStatus> later;
    private final Team team;
    private final List<Lane> lanes;
    private final LaneCrew crew;
    private final CompletableFuture<EngineStatus> outcome = new CompletableFuture<>();
    private final Cancellation ended = new Cancellation();

    /** @param later told of a lane that died when the model was in use */
    Generation(
            ModelLoader loader,
            Trial trial,
            int lanes,
            EngineQueue queue,
            Team team,
            EngineEvents events,
            BiConsumer<Generation, EngineStatus> later,
            LongSupplier nanoTime) {
        this.loader = loader;
        this.queue = queue;
        this.later = later;
        this.team = team;
        this.lanes = IntStream.range(0, lanes)
                .mapToObj(i -> new Lane(queue, team, events, nanoTime))
                .toList();
        this.crew = new LaneCrew(
                loader,
                this.lanes,
                team.speed,
                trial,
                this::hear,
                () -> ended.cancel(new EngineException(ErrorCode.INTERNAL, LANE_DIED)));
    }

    /** What comes after being ready is a lane that died; what comes after a failure is the same from another lane. */
    private void hear(EngineStatus status) {
        if (status instanceof EngineStatus.Failed) {
            queue.dismiss(team);
        }
        if (!outcome.complete(status) && outcome.getNow(null) instanceof EngineStatus.Ready) {
            later.accept(this, status);
        }
    }

    void start() {
        crew.start();
    }

    /** Ready or failed, once it is known; completed on a lane's thread. */
    CompletableFuture<EngineStatus> outcome() {
        return outcome;
    }

    EngineStatus status() {
        return crew.status();
    }

    /** What callers may know of it; only jobs that it works on ask. */
    ModelFacts model() {
        if (outcome.getNow(null) instanceof EngineStatus.Ready ready) {
            return ready.model();
        }
        throw new EngineException(ErrorCode.INTERNAL, LANE_DIED);
    }

    boolean toleratesOthers() {
        return crew.toleratesOthers();
    }

    ModelLoader loader() {
        return loader;
    }

    Team team() {
        return team;
    }

    /** Ends the jobs of lanes that are no more. */
    Cancellation ended() {
        return ended;
    }

    Duration longestRunning() {
        return lanes.stream().map(Lane::runningFor).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** Whether it is freed, and nothing of it can run any more. */
    boolean isOver() {
        return crew.isOver();
    }

    double secondsFor(double window) {
        return team.speed.secondsFor(window);
    }

    /** Waits until it is freed, which comes once it is dismissed and has no job. Returns whether it is. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return crew.awaitEnd(limit);
    }

    /** The same, however long it takes and whoever interrupts. */
    void awaitEnd() {
        crew.awaitEnd();
    }

    /** Waits for the lanes; the queue has been closed before. */
    void close() {
        crew.close();
    }
}
