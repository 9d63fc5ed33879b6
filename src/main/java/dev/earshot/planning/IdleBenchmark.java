package dev.earshot.planning;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.planning.ModelBenchmark.Listener;
import dev.earshot.planning.Report.Missing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Measures models in a process that serves at the same time, while it has nothing to do: Java gives threads no lower priority, so what
 * is measured has to go as soon as somebody comes. It is begun anew once it is quiet again. Blocks its caller.
 */
public final class IdleBenchmark {
    private final Trials trials;
    private final BooleanSupplier busy;
    private final Pace pace;
    private final Cancellation stop;

    /** @param busy whether somebody waits for a recording; asked on threads of this class, must not block */
    public IdleBenchmark(Trials trials, BooleanSupplier busy, Pace pace, Cancellation stop) {
        this.trials = trials;
        this.busy = busy;
        this.pace = pace;
        this.stop = stop;
    }

    /**
     * How patient it is.
     *
     * @param quiet nobody came for this long, before it begins
     * @param look pause between two looks whether somebody came
     * @param attempts for one model
     */
    public record Pace(Duration quiet, Duration look, int attempts) {
        /** Somebody who comes shares the processor with it for a twentieth of a second. */
        public static final Pace USUAL = new Pace(Duration.ofSeconds(5), Duration.ofMillis(50), 10);

        public Pace {
            Objects.requireNonNull(quiet, "quiet");
            Objects.requireNonNull(look, "look");
        }
    }

    /** @param models names; each as it is configured, and no other settings */
    public Report run(List<String> models, Listener listener) throws InterruptedException {
        List<Report> reports = new ArrayList<>();
        for (String model : models) {
            reports.add(measured(model, listener));
        }
        return new Report(
                reports.stream().flatMap(it -> it.measured().stream()).toList(),
                reports.stream().flatMap(it -> it.missing().stream()).toList());
    }

    private Report measured(String model, Listener listener) throws InterruptedException {
        for (int attempt = 1; attempt <= pace.attempts(); attempt++) {
            if (!awaitQuiet()) {
                return missing(model, ModelBenchmark.STOPPED);
            }
            Cancellation pause = new Cancellation();
            Report report = attempt(model, told(listener), pause);
            if (!pause.isCancelled()) {
                report.measured().forEach(listener::measured);
                return report;
            }
        }
        return missing(model, "somebody came each of the " + pace.attempts() + " times that it was begun");
    }

    /** Figures are told at the end: those of an attempt that somebody disturbed are not to be kept. */
    private static Listener told(Listener listener) {
        return new Listener() {
            @Override
            public void doing(double done, String what) {
                listener.doing(done, what);
            }

            @Override
            public void measured(Measurement measurement) {}
        };
    }

    private static Report missing(String model, String reason) {
        return new Report(List.of(), List.of(new Missing(model, Optional.empty(), reason, true)));
    }

    /** Returns false if it was stopped. */
    private boolean awaitQuiet() throws InterruptedException {
        long since = System.nanoTime();
        while (!stop.isCancelled()) {
            if (busy.getAsBoolean()) {
                since = System.nanoTime();
            } else if (System.nanoTime() - since >= pace.quiet().toNanos()) {
                return true;
            }
            TimeUnit.NANOSECONDS.sleep(pace.look().toNanos());
        }
        return false;
    }

    /** @param pause cancelled when somebody comes */
    private Report attempt(String model, Listener listener, Cancellation pause) throws InterruptedException {
        Cancellation over = new Cancellation();
        CountDownLatch done = new CountDownLatch(1);
        Thread watch = new Thread(() -> watch(done, pause), "earshot-benchmark-watch");
        watch.setDaemon(true);
        watch.start();
        try (Cancellation.Registration stopped = stop.onCancel(() -> end(over));
                Cancellation.Registration paused = pause.onCancel(() -> end(over))) {
            return new ModelBenchmark(trials, Scope.CONFIGURED, over).run(List.of(model), listener);
        } finally {
            done.countDown();
            watch.join();
        }
    }

    private void watch(CountDownLatch done, Cancellation pause) {
        try {
            while (!done.await(pace.look().toNanos(), TimeUnit.NANOSECONDS)) {
                if (busy.getAsBoolean()) {
                    end(pause);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(Cancellation cancellation) {
        cancellation.cancel(new EngineException(ErrorCode.CLIENT_GONE, "The measurement gives way."));
    }
}
