package dev.earshot.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.planning.Advice;
import dev.earshot.planning.Measurement;
import dev.earshot.planning.Measurement.Figures;
import dev.earshot.planning.MeasurementJson;
import dev.earshot.planning.Report;
import dev.earshot.planning.Report.Missing;
import dev.earshot.planning.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells what was measured, what was not and why, what would be faster, and what the service makes of it. */
final class BenchmarkReport {
    private static final String ROW = "%-24s %-6s %7s  %-5s  %-7s  %13s  %6s  %8s";

    private final Console console;
    private final boolean json;
    private final Workbench workbench;

    BenchmarkReport(Console console, boolean json, Workbench workbench) {
        this.console = console;
        this.json = json;
        this.workbench = workbench;
    }

    /**
     * @param usual as the service computes here
     * @param unkept why the figures could not be kept
     * @return the exit status
     */
    int of(Report report, Setting usual, Optional<String> unkept) {
        List<Measurement> faster = faster(report, usual);
        if (json) {
            console.json(json(report, faster));
        } else {
            tell(report, faster);
        }
        unkept.ifPresent(console.err()::println);
        if (report.measured().isEmpty()) {
            console.err().println("Nothing was measured.");
            return ExitStatus.CANNOT_RUN;
        }
        boolean failed = report.missing().stream().anyMatch(missing -> !missing.planned());
        return failed || unkept.isPresent() ? ExitStatus.WARNINGS : ExitStatus.GOOD;
    }

    private static List<Measurement> faster(Report report, Setting usual) {
        Map<String, List<Measurement>> byModel = new LinkedHashMap<>();
        report.measured()
                .forEach(it -> byModel.computeIfAbsent(it.model().name(), name -> new ArrayList<>())
                        .add(it));
        return byModel.values().stream()
                .flatMap(ofModel -> usualOf(ofModel, usual).flatMap(it -> Advice.faster(ofModel, it)).stream())
                .toList();
    }

    /** A library that cannot fit the context has the full one instead. */
    private static Optional<Measurement> usualOf(List<Measurement> ofModel, Setting usual) {
        List<Measurement> alike = ofModel.stream()
                .filter(it -> it.setting().threads() == usual.threads()
                        && it.setting().flashAttention() == usual.flashAttention())
                .toList();
        return alike.stream()
                .filter(it -> it.setting().equals(usual))
                .findFirst()
                .or(() -> alike.stream().findFirst());
    }

    private void tell(Report report, List<Measurement> faster) {
        if (!report.measured().isEmpty()) {
            line(ROW, "model", "", "threads", "flash", "context", "short command", "RTF", "load");
        }
        report.measured().forEach(this::row);
        for (Missing missing : report.missing()) {
            console.out()
                    .println("Not measured: " + missing.model()
                            + missing.setting().map(setting -> ", " + setting).orElse("") + ": " + missing.reason());
        }
        if (report.measured().stream().anyMatch(Measurement::slowedDown)) {
            console.out()
                    .println("The board was slowed down meanwhile, by heat or a weak supply (earshot doctor says more):"
                            + " it can be faster than this.");
        }
        faster.forEach(this::advise);
        if (!report.measured().isEmpty()) {
            console.out()
                    .println(
                            "Short command: three seconds of English, the language given, from the recording to the text;"
                                    + " the median. RTF: time for half a minute of speech, over its length.");
            console.out().println("The service takes: " + choice());
        }
    }

    private void row(Measurement it) {
        Figures figures = it.figures();
        String factor = figures.realTimeFactor()
                .map(value -> String.format(Locale.ROOT, "%.3f", value))
                .orElse("-");
        line(
                ROW,
                it.model().name(),
                it.model().quantization(),
                it.setting().threads(),
                it.setting().flashAttention() ? "on" : "off",
                it.setting().context().word(),
                milliseconds(figures.latency()) + " ms (" + figures.runs() + ")",
                factor,
                milliseconds(figures.load()) + " ms");
        if (figures.readAgain() > 0) {
            console.out()
                    .println("  of its " + figures.runs() + " runs " + figures.readAgain()
                            + " were read again with the full context, since the fitted one looked wrong");
        }
    }

    private void advise(Measurement best) {
        Setting setting = best.setting();
        String context = setting.context() == Setting.Context.FULL ? ", earshot.engine.fit-context=never" : "";
        console.out()
                .println(best.model().name() + " would be faster, "
                        + milliseconds(best.figures().latency())
                        + " ms, with earshot.engine.threads=" + setting.threads() + ", earshot.engine.flash-attention="
                        + setting.flashAttention() + context);
    }

    private String choice() {
        try {
            return workbench.model();
        } catch (CannotRun e) {
            return "none: " + e.getMessage();
        }
    }

    private void line(String format, Object... columns) {
        console.out().println(String.format(Locale.ROOT, format, columns).stripTrailing());
    }

    static String milliseconds(Duration time) {
        double ms = time.toNanos() / 1e6;
        return String.format(Locale.ROOT, ms < 10 ? "%.1f" : "%.0f", ms);
    }

    private ObjectNode json(Report report, List<Measurement> faster) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode measured = answer.putArray("measurements");
        report.measured().forEach(it -> measured.add(MeasurementJson.write(it)));
        ArrayNode missing = answer.putArray("not_measured");
        for (Missing it : report.missing()) {
            ObjectNode one = missing.addObject().put("model", it.model());
            it.setting().ifPresent(setting -> MeasurementJson.write(setting, one));
            one.put("reason", it.reason());
        }
        ArrayNode better = answer.putArray("faster");
        for (Measurement it : faster) {
            ObjectNode one = better.addObject().put("model", it.model().name());
            MeasurementJson.write(it.setting(), one);
        }
        answer.put("choice", choice());
        answer.put("file", workbench.measurements().file().toString());
        return answer;
    }
}
