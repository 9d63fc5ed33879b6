package dev.earshot.engine;

import dev.earshot.engine.ModelLoader.LoadedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The threads of the lanes and the life of the model they share.
 *
 * <p>whisper-jni's natives keep states in a table without a lock: no state may be made or freed while another lane runs. So
 * all lanes open, then all warm up and serve, and only when the last has left are states and weights freed.
 */
final class LaneCrew implements AutoCloseable {
    /** Long enough for any state to be allocated and one window to be decoded on the slowest board. */
    static final Duration LONGEST_GOODBYE = Duration.ofSeconds(20);

    /**
     * Address space for a lane's stack. whisper.cpp takes a prompt apart with a recursive regular expression, some 300 bytes
     * of stack for each byte of text.
     */
    private static final long STACK_BYTES = 64L << 20;

    /** Two seconds of silence: enough for every library to run encoder and decoder once. */
    private static final float[] WARM_UP = new float[2 * 16_000];

    private final ModelLoader loader;
    private final List<Lane> lanes;
    private final SpeedMeter speed;
    private final Trial trial;
    private final Consumer<EngineStatus> news;
    private final Runnable died;
    private final Thread chief;
    private volatile EngineStatus status = new EngineStatus.Loading();
    private volatile boolean toleratesOthers;

    /**
     * @param trial that each lane makes before it serves
     * @param news told when the model is warm, and when something failed
     * @param died called when a lane ends although it should not: nobody may go on waiting for it
     */
    LaneCrew(
            ModelLoader loader,
            List<Lane> lanes,
            SpeedMeter speed,
            Trial trial,
            Consumer<EngineStatus> news,
            Runnable died) {
        this.loader = loader;
        this.lanes = lanes;
        this.speed = speed;
        this.trial = trial;
        this.news = news;
        this.died = died;
        this.chief = new Thread(this::work, "earshot-engine");
    }

    void start() {
        chief.start();
    }

    EngineStatus status() {
        return status;
    }

    /** Whether another model may be loaded and freed while this one is used; known once it is loaded. */
    boolean toleratesOthers() {
        return toleratesOthers;
    }

    private void work() {
        long begun = System.nanoTime();
        try (LoadedModel model = loader.load()) {
            Duration load = Duration.ofNanos(System.nanoTime() - begun);
            toleratesOthers = model.toleratesOthers();
            Shift shift = new Shift(model, load);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < lanes.size(); i++) {
                Lane lane = lanes.get(i);
                Thread thread = new Thread(null, () -> shift.work(lane), "earshot-lane-" + i, STACK_BYTES);
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (EngineException e) {
            fail(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail("The model could not be loaded: " + e);
        } finally {
            if (!(status instanceof EngineStatus.Failed)) {
                status = new EngineStatus.Stopped();
            }
        }
    }

    private void fail(String reason) {
        started(new EngineStatus.Failed(reason));
    }

    private void started(EngineStatus now) {
        status = now;
        news.accept(now);
    }

    /** One life of the lanes on one model. */
    private final class Shift {
        private final LoadedModel model;
        private final Duration load;
        private final CountDownLatch opened = new CountDownLatch(lanes.size());
        private final AtomicInteger cold = new AtomicInteger(lanes.size());
        private final CountDownLatch left = new CountDownLatch(lanes.size());

        Shift(LoadedModel model, Duration load) {
            this.model = model;
            this.load = load;
        }

        void work(Lane lane) {
            Optional<Transcriber> transcriber = open();
            try {
                opened.await();
                if (transcriber.isPresent() && isFit(lane, transcriber.get())) {
                    lane.serve(transcriber.get());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                fail("A lane has died: " + e);
                died.run();
            } finally {
                left.countDown();
                close(transcriber);
            }
        }

        private Optional<Transcriber> open() {
            try {
                synchronized (this) {
                    return Optional.of(model.open());
                }
            } catch (RuntimeException | Error e) {
                fail(e instanceof EngineException ? e.getMessage() : "No decoding state could be made: " + e);
                return Optional.empty();
            } finally {
                opened.countDown();
            }
        }

        /** The last lane that is warm and has made its trial lets the model be used. */
        private boolean isFit(Lane lane, Transcriber transcriber) {
            Duration warmUp = warmUp(lane, transcriber);
            try {
                lane.running(() -> trial.make(transcriber, model.facts()));
            } catch (EngineException e) {
                fail(e.getMessage());
                return false;
            }
            if (cold.decrementAndGet() == 0) {
                started(new EngineStatus.Ready(model.facts(), load, warmUp));
            }
            return true;
        }

        private Duration warmUp(Lane lane, Transcriber transcriber) {
            long begun = System.nanoTime();
            lane.running(() -> transcriber.transcribe(
                    WARM_UP, TranscriptionOptions.builder().build(), "", new Cancellation()));
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            // Encoded as half a minute: the context is not fitted here.
            speed.record(Duration.ofSeconds(SampleBuffer.LONGEST_SECONDS), took);
            return took;
        }

        private void close(Optional<Transcriber> transcriber) {
            try {
                left.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (this) {
                transcriber.ifPresent(Transcriber::close);
            }
        }
    }

    /** Waits for the lanes; the queue has been closed before. A lane stuck in native code is left behind. */
    @Override
    public void close() {
        if (status instanceof EngineStatus.Ready) {
            status = new EngineStatus.Stopped();
        }
        try {
            awaitEnd(LONGEST_GOODBYE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether states and weights have been freed. */
    boolean isOver() {
        return chief.getState() == Thread.State.TERMINATED;
    }

    /** Waits until states and weights are freed, whoever interrupts. */
    void awaitEnd() {
        boolean interrupted = false;
        while (chief.isAlive()) {
            try {
                chief.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until states and weights are freed. Returns whether they are. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        if (chief.isAlive()) {
            chief.join(Math.max(1, limit.toMillis()));
        }
        return !chief.isAlive();
    }
}
