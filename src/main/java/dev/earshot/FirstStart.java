package dev.earshot;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.ErrorCode;
import dev.earshot.model.ModelException;
import dev.earshot.model.store.ActiveModel;
import dev.earshot.planning.IdleBenchmark;
import dev.earshot.planning.Measurement;
import dev.earshot.planning.MeasurementFile;
import dev.earshot.planning.ModelBenchmark;
import dev.earshot.planning.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Measures the models that might serve here, where it is asked for and nothing is known of them yet. The service answers meanwhile, with
 * the model that is assumed to be the best: a kiosk that is switched on has somebody in front of it. The figures count from the next
 * start on.
 */
final class FirstStart implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FirstStart.class);
    private static final long LOOK_MS = 200;

    /** For a trial to end; a native library of ours does so within half a second, but loading is not stopped. */
    private static final Duration GOODBYE = Duration.ofSeconds(20);

    private final Configuration configuration;
    private final EarshotConfig config;
    private final Engine engine;
    private final IdleBenchmark.Pace pace;
    private final Cancellation stop = new Cancellation();
    private final Thread thread = new Thread(this::run, "earshot-benchmark");

    FirstStart(Configuration configuration, Engine engine) {
        this(configuration, engine, IdleBenchmark.Pace.USUAL);
    }

    FirstStart(Configuration configuration, Engine engine, IdleBenchmark.Pace pace) {
        this.configuration = configuration;
        this.config = configuration.earshot();
        this.engine = engine;
        this.pace = pace;
        thread.setDaemon(true);
    }

    /** Returns at once. */
    void measure() {
        if (config.planning().benchmarkOnFirstStart()) {
            thread.start();
        }
    }

    private void run() {
        try {
            List<String> models = MeasuredPreference.unmeasured(config, Parts.models(config));
            if (!models.isEmpty() && isWanted() && awaitReady()) {
                measure(models);
            }
        } catch (ModelException | RuntimeException e) {
            // The service is none the worse for it.
            LOG.warnf("The models were not measured: %s", e.getMessage());
            LOG.debug("Measuring failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Figures decide nothing where somebody has decided, and the bundled library can neither hold two models nor stop. */
    private boolean isWanted() {
        if (config.model().isPresent() || ActiveModel.in(Folders.models(config)).isPresent()) {
            LOG.info(
                    "No model is measured on this start: one is named (earshot.model) or was put in use (earshot models"
                            + " use), and figures would change nothing");
            return false;
        }
        if (Parts.isBundled(config)) {
            LOG.warn(
                    "No model is measured on this start: the bundled native library holds one model at a time. Stop the"
                            + " service and run 'earshot benchmark', or build our own library (native-libs/build.sh)");
            return false;
        }
        return true;
    }

    private boolean awaitReady() throws InterruptedException {
        while (!stop.isCancelled() && !(engine.status() instanceof EngineStatus.Ready)) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        return !stop.isCancelled();
    }

    private void measure(List<String> models) throws InterruptedException {
        LOG.infof(
                "Models are measured while nobody waits, once (earshot.planning.benchmark-on-first-start): %s",
                String.join(", ", models));
        // Asked again for each model, in the process that holds one already.
        BenchmarkTrials trials = new BenchmarkTrials(configuration, Parts.memoryBeside(config));
        Optional<EngineStatus> batch = engine.batchStatus();
        Report report = new IdleBenchmark(trials, this::isBusy, pace, stop).run(models, new Keeper());
        if (!stop.isCancelled() && !engine.batchStatus().equals(batch)) {
            // A trial in memory may have left no room for it.
            engine.renewBatch();
        }
        List<String> known =
                report.measured().stream().map(it -> it.model().name()).toList();
        report.missing().stream()
                .filter(it -> !known.contains(it.model()))
                .forEach(it -> LOG.infof(
                        "%s was not measured: %s ('earshot benchmark' measures with the service stopped)",
                        it.model(), it.reason()));
        if (!report.measured().isEmpty() && !stop.isCancelled()) {
            tellChoice();
        }
    }

    private boolean isBusy() {
        return !engine.isIdle();
    }

    private void tellChoice() {
        ModelChoice next = Parts.choice(config, config.model(), Parts.memory(config, false));
        try {
            String name = next.model().orElseThrow().name();
            boolean same = engine.model().name().equals(name);
            LOG.infof(
                    "%s, since %s",
                    same
                            ? name + " serves, and will at the next start"
                            : "The next start takes " + name + " instead of "
                                    + engine.model().name(),
                    next.why());
        } catch (ModelException | EngineException e) {
            LOG.debug("Nobody serves any more", e);
        }
    }

    private final class Keeper implements ModelBenchmark.Listener {
        private final MeasurementFile file = Parts.measurements(config);

        @Override
        public void doing(double done, String what) {
            LOG.debugf("Measuring: %s", what);
        }

        @Override
        public void measured(Measurement measurement) {
            LOG.infof(
                    "%s, %s: a short command takes %d ms",
                    measurement.model().name(),
                    measurement.setting(),
                    measurement.figures().latency().toMillis());
            try {
                file.add(measurement);
            } catch (IOException e) {
                LOG.warnf("The figures cannot be kept in %s: %s", file.file(), e);
            }
        }
    }

    /** Ends what is being measured, and does not wait for it. */
    void stop() {
        stop.cancel(new EngineException(ErrorCode.NOT_READY, "The service is shutting down."));
    }

    @Override
    public void close() {
        stop();
        try {
            if (thread.isAlive()) {
                thread.join(GOODBYE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
