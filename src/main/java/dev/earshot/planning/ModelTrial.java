package dev.earshot.planning;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.Capabilities;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import dev.earshot.planning.Measurement.Figures;
import dev.earshot.planning.Measurement.Subject;
import dev.earshot.planning.ModelBenchmark.Listener;
import dev.earshot.planning.Report.Missing;
import dev.earshot.planning.Setting.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Measures one model: first as the service would compute, since that is what selection asks for; then with other numbers of threads
 * and without or with flash attention. The first run gets its time on the slowest board; all others end when the time is up.
 */
final class ModelTrial {
    private static final Duration TIME_FOR_THE_FIRST = Duration.ofMinutes(5);

    private final String name;
    private final Trials trials;
    private final Scope scope;
    private final Cancellation stop;
    private final LongSupplier nanoTime;
    private final Supplier<Instant> clock;
    private final Listener listener;
    private final byte[] command = BenchmarkClip.repeated(1);
    private final byte[] speech = BenchmarkClip.repeated(BenchmarkClip.TIMES_FOR_LONG);
    private final List<Measurement> measured = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();
    private final long begun;

    private ModelDescription model;

    /** What is usual here, as far as the library can; known when the first engine is warm. */
    private Setting usual;

    private int processors;

    /** Until the library is known, it can do all. */
    private boolean fits = true;

    private boolean flashMatters = true;
    private int trialsDone;
    private int stepsOfTrial;
    private int stepsDone;

    ModelTrial(
            String name,
            Trials trials,
            Scope scope,
            Cancellation stop,
            LongSupplier nanoTime,
            Supplier<Instant> clock,
            Listener listener) {
        this.name = name;
        this.trials = trials;
        this.scope = scope;
        this.stop = stop;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.listener = listener;
        this.begun = nanoTime.getAsLong();
    }

    Report run() {
        usual = trials.usual();
        processors = trials.machine().cores();
        if (isThere() && measure(usual, true) && scope.others()) {
            vary();
        }
        return new Report(measured, missing);
    }

    private boolean isThere() {
        try {
            model = trials.model(name);
            return true;
        } catch (ModelException e) {
            return leftOut(Optional.empty(), e.getMessage(), false);
        }
    }

    private List<Setting> others() {
        List<Setting> others = new ArrayList<>();
        for (int threads : Scope.threadCounts(processors)) {
            others.add(new Setting(threads, usual.flashAttention(), usual.context()));
            if (scope.everything() && flashMatters) {
                others.add(new Setting(threads, !usual.flashAttention(), usual.context()));
            }
        }
        others.remove(usual);
        return others;
    }

    private boolean flashLast() {
        return !scope.everything() && flashMatters;
    }

    private void vary() {
        for (Setting setting : others()) {
            if (!measure(setting, scope.everything())) {
                return;
            }
        }
        if (flashLast()) {
            measure(new Setting(bestThreads(), !usual.flashAttention(), usual.context()), false);
        }
    }

    private int bestThreads() {
        return measured.stream()
                .filter(it -> it.setting().context() == usual.context())
                .min(Comparator.comparing(it -> it.figures().latency()))
                .map(it -> it.setting().threads())
                .orElse(usual.threads());
    }

    /**
     * Measures with one engine.
     *
     * @param all with both contexts, and half a minute of speech
     * @return whether there is time for more
     */
    private boolean measure(Setting setting, boolean all) {
        if (!measured.isEmpty() && left().isZero()) {
            return timeIsUp(setting, 0);
        }
        stepsDone = 0;
        stepsOfTrial = 1 + scope.runs() + (all ? 1 + (fits ? scope.fullRuns() : 0) : 0);
        tell(setting, "loading");
        try (EngineTrial engine = EngineTrial.start(trials, model, setting, stop, nanoTime)) {
            learn(engine);
            List<Context> contexts =
                    !all ? List.of(usual.context()) : fits ? List.of(Context.values()) : List.of(Context.FULL);
            boolean more = true;
            for (int i = 0; more && i < contexts.size(); i++) {
                Setting one = setting.with(contexts.get(i));
                more = command(engine, one, all && one.context() == usual.context());
            }
            return more;
        } catch (EngineException e) {
            return failed(setting, e, 0) && !measured.isEmpty();
        } finally {
            trialsDone++;
        }
    }

    /** What can be varied depends on the library, and that is known once it is loaded. */
    private void learn(EngineTrial engine) {
        Capabilities can = engine.ready().model().capabilities();
        fits = can.segmentStatistics();
        flashMatters = can.equals(Capabilities.OWN);
        if (!fits) {
            usual = usual.with(Context.FULL);
        }
    }

    private boolean command(EngineTrial engine, Setting setting, boolean withSpeech) {
        if (!measured.isEmpty() && left().isZero()) {
            return timeIsUp(setting, 0);
        }
        Heat before = heat();
        List<EngineTrial.Run> runs = new ArrayList<>();
        Optional<Double> factor = Optional.empty();
        boolean more = true;
        try {
            int wanted = setting.context() == usual.context() ? scope.runs() : scope.fullRuns();
            while (runs.size() < wanted && (runs.isEmpty() || !left().isZero())) {
                tell(setting, "short command " + (runs.size() + 1) + " of " + wanted);
                runs.add(engine.run(command, setting.context(), limit()));
            }
            if (withSpeech && !left().isZero()) {
                tell(setting, "half a minute of speech");
                EngineTrial.Run spoken = engine.run(speech, setting.context(), limit());
                factor = Optional.of((double) spoken.took().toNanos()
                        / spoken.transcript().duration().toNanos());
            }
        } catch (EngineException e) {
            more = failed(setting, e, runs.size());
        }
        if (!runs.isEmpty()) {
            keep(engine, setting, runs, factor, before);
        }
        return more;
    }

    private void keep(
            EngineTrial engine, Setting setting, List<EngineTrial.Run> runs, Optional<Double> factor, Heat before) {
        var facts = engine.ready().model();
        int readAgain = (int) runs.stream()
                .filter(run -> run.transcript().cost().guardsFired() > 0)
                .count();
        Measurement measurement = new Measurement(
                clock.get(),
                new Subject(model.name(), facts.quantization(), model.sizeBytes(), facts.sha256()),
                Place.of(
                        trials.machine(),
                        facts.library().variant(),
                        facts.library().version()),
                setting,
                new Figures(
                        median(runs),
                        runs.size(),
                        readAgain,
                        runs.get(0).transcript().cost().audioContext(),
                        factor,
                        engine.ready().load()),
                before,
                heat());
        measured.add(measurement);
        listener.measured(measurement);
    }

    /** Of an even number the longer one in the middle. */
    private static Duration median(List<EngineTrial.Run> runs) {
        return runs.stream().map(EngineTrial.Run::took).sorted().toList().get(runs.size() / 2);
    }

    private Heat heat() {
        return Heat.of(trials.machine().condition());
    }

    private Duration left() {
        Duration left = scope.time().minusNanos(nanoTime.getAsLong() - begun);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Duration limit() {
        return measured.isEmpty() && left().compareTo(TIME_FOR_THE_FIRST) < 0
                ? TIME_FOR_THE_FIRST
                : left().plusMillis(1);
    }

    /** @param runs that went well before */
    private boolean failed(Setting setting, EngineException e, int runs) {
        if (stop.isCancelled()) {
            return leftOut(Optional.of(setting), ModelBenchmark.STOPPED + after(runs), true);
        }
        if (e.code() == ErrorCode.DEADLINE) {
            return timeIsUp(setting, runs);
        }
        leftOut(Optional.of(setting), e.getMessage() + after(runs), false);
        return true;
    }

    private static String after(int runs) {
        return runs == 0 ? "" : " (after " + runs + " of the short command)";
    }

    private boolean timeIsUp(Setting setting, int runs) {
        return leftOut(
                Optional.of(setting),
                "the " + scope.time().toSeconds() + " s for one model were over" + after(runs),
                true);
    }

    private boolean leftOut(Optional<Setting> setting, String reason, boolean planned) {
        missing.add(new Missing(name, setting, reason, planned));
        return false;
    }

    private void tell(Setting setting, String what) {
        int trialsPlanned = scope.others() ? 1 + others().size() + (flashLast() ? 1 : 0) : 1;
        double ofTrial = Math.min(1, (double) stepsDone++ / stepsOfTrial);
        listener.doing((trialsDone + ofTrial) / trialsPlanned, name + ", " + setting + ": " + what);
    }
}
