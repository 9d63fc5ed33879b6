package dev.earshot.cli;

import dev.earshot.model.DemoModel;
import dev.earshot.model.ModelException;
import dev.earshot.planning.Measurement;
import dev.earshot.planning.MeasurementFile;
import dev.earshot.planning.ModelBenchmark;
import dev.earshot.planning.Report;
import dev.earshot.planning.Scope;
import dev.earshot.planning.Trials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the models on this machine, and keeps what came out for the choice among them. */
@Command(
        name = "benchmark",
        description = {
            "Measure how fast the models are on this machine.",
            "",
            "A recording of three seconds, which comes with Earshot, goes through each model with several numbers of threads,"
                    + " with and without flash attention, with a fitted and the full context. The figures are kept beside"
                    + " the models, and the service prefers them to what its device profile assumes. Ctrl-C keeps what was"
                    + " measured until then."
        })
final class Benchmark implements Callable<Integer> {
    private final Workbench workbench;
    private final Console console;

    @Mixin
    private HelpOption help;

    @Mixin
    private JsonOption json;

    @Parameters(
            arity = "0..*",
            paramLabel = "MODEL",
            description = "Names of installed models, or paths. Default: all installed ones, or else the demo model.")
    private List<String> named = new ArrayList<>();

    @Option(
            names = "--quick",
            description = "One change at a time, at most 90 s for a model and its load. The default.")
    private boolean quick;

    @Option(names = "--full", description = "Each setting with each other, more runs, up to 15 minutes for a model.")
    private boolean full;

    @Option(names = "--anyway", description = "Measure although the service is running; it takes part in the figures.")
    private boolean anyway;

    Benchmark(Workbench workbench, Console console) {
        this.workbench = workbench;
        this.console = console;
    }

    @Override
    public Integer call() {
        if (quick && full) {
            throw new WrongUse("--quick and --full are two ways to measure; choose one.");
        }
        refuseBesideTheService();
        Trials trials = workbench.trials();
        List<String> models = models(trials);
        try (Interruption interruption = new Interruption();
                Progress progress = new Progress(console)) {
            progress.update(0, "getting ready");
            Keeper keeper = new Keeper(workbench.measurements(), progress);
            Report report = new ModelBenchmark(trials, full ? Scope.FULL : Scope.QUICK, interruption.cancellation())
                    .run(models, keeper);
            progress.close();
            return new BenchmarkReport(console, json.isAsked(), workbench).of(report, trials.usual(), keeper.problem);
        }
    }

    private void refuseBesideTheService() {
        Optional<RunningService> service = RunningService.find(workbench.service());
        if (service.isEmpty()) {
            return;
        }
        String found = "The service is running at " + service.get().address()
                + ", and figures that are taken beside it are wrong";
        if (!anyway) {
            throw new CannotRun(found + ". Stop it first, or measure --anyway.");
        }
        console.err().println(found + " when it has something to do.");
    }

    private List<String> models(Trials trials) {
        if (!named.isEmpty()) {
            return List.copyOf(named);
        }
        try {
            List<String> installed = trials.installed();
            return installed.isEmpty() ? List.of(DemoModel.NAME) : installed;
        } catch (ModelException e) {
            throw new CannotRun(e.getMessage());
        }
    }

    /** Writes each figure down as soon as it is known, and says so once where that is impossible. */
    private static final class Keeper implements ModelBenchmark.Listener {
        private final MeasurementFile file;
        private final Progress progress;
        private Optional<String> problem;

        Keeper(MeasurementFile file, Progress progress) {
            this.file = file;
            this.progress = progress;
            this.problem = Optional.empty();
            file.read().problem().ifPresent(progress::say);
        }

        @Override
        public void doing(double done, String what) {
            progress.update(done, what);
        }

        @Override
        public void measured(Measurement measurement) {
            try {
                file.add(measurement);
            } catch (IOException e) {
                problem = Optional.of("The figures cannot be kept in " + file.file() + ": " + e
                        + ". Use the account that the models belong to, or make room there.");
            }
        }
    }
}
