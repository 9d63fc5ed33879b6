package dev.earshot.planning;

import dev.earshot.engine.Cancellation;
import dev.earshot.planning.Report.Missing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Measures models on this machine, one after the other, with the engine that would serve. Blocks its caller; when it is stopped,
 * what was measured so far stays.
 */
public final class ModelBenchmark {
    static final String STOPPED = "it was stopped";

    /** Hears of what happens, on the measuring thread; must not block for long, since that is not measured. */
    public interface Listener {
        /** @param done of all, from 0 to 1 */
        void doing(double done, String what);

        void measured(Measurement measurement);
    }

    private final Trials trials;
    private final Scope scope;
    private final Cancellation stop;
    private final LongSupplier nanoTime;
    private final Supplier<Instant> clock;

    public ModelBenchmark(Trials trials, Scope scope, Cancellation stop) {
        this(trials, scope, stop, System::nanoTime, Instant::now);
    }

    ModelBenchmark(Trials trials, Scope scope, Cancellation stop, LongSupplier nanoTime, Supplier<Instant> clock) {
        this.trials = trials;
        this.scope = scope;
        this.stop = stop;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /** @param models names or paths */
    public Report run(List<String> models, Listener listener) {
        List<Measurement> measured = new ArrayList<>();
        List<Missing> missing = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            if (stop.isCancelled()) {
                missing.add(new Missing(models.get(i), Optional.empty(), STOPPED, true));
                continue;
            }
            Report report = new ModelTrial(
                            models.get(i), trials, scope, stop, nanoTime, clock, part(listener, i, models.size()))
                    .run();
            measured.addAll(report.measured());
            missing.addAll(report.missing());
        }
        return new Report(measured, missing);
    }

    private static Listener part(Listener whole, int number, int of) {
        return new Listener() {
            @Override
            public void doing(double done, String what) {
                whole.doing((number + done) / of, what);
            }

            @Override
            public void measured(Measurement measurement) {
                whole.measured(measurement);
            }
        };
    }
}
