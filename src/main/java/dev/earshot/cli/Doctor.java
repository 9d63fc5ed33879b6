package dev.earshot.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.earshot.device.check.Check;
import dev.earshot.device.check.DeviceReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks at the machine and says what is wrong with it for Earshot. */
@Command(
        name = "doctor",
        description = "Say what this machine is, which profile it gets and why, and what is wrong. Loads nothing.")
final class Doctor implements Callable<Integer> {
    private static final int WIDTH = 80;
    private static final String INDENT = " ".repeat(24);

    private final Workbench workbench;
    private final Console console;

    @Mixin
    private HelpOption help;

    @Mixin
    private JsonOption json;

    Doctor(Workbench workbench, Console console) {
        this.workbench = workbench;
        this.console = console;
    }

    @Override
    public Integer call() {
        DeviceReport report = workbench.device();
        if (json.isAsked()) {
            console.json(JsonMapper.builder().build().valueToTree(report.asMap()));
        } else {
            tell(report);
        }
        return switch (report.verdict()) {
            case OK -> ExitStatus.GOOD;
            case WARNING -> ExitStatus.WARNINGS;
            case FAILED -> ExitStatus.CANNOT_RUN;
        };
    }

    private void tell(DeviceReport report) {
        row("", "machine", report.machineLine());
        row("", "profile", report.profileName() + ": " + report.choice().reason());
        for (DeviceReport.Overridden it : report.overridden()) {
            row("", "overridden", it.key() + "=" + it.value() + " instead of " + it.profile() + ", by " + it.by());
        }
        console.out().println();
        for (Check check : report.checks()) {
            row(mark(check.verdict()), check.name(), check.found());
            check.remedy().ifPresent(remedy -> row("", "", "-> " + remedy));
        }
        console.out().println();
        console.out()
                .println(
                        switch (report.verdict()) {
                            case OK -> "Earshot can run here.";
                            case WARNING -> "Earshot can run here; see the warnings.";
                            case FAILED -> "Earshot cannot run like this.";
                        });
    }

    private static String mark(Check.Verdict verdict) {
        return switch (verdict) {
            case OK -> "ok";
            case WARNING -> "warning";
            case FAILED -> "FAILED";
        };
    }

    /** Three columns, the last one broken between words. */
    private void row(String mark, String name, String text) {
        StringBuilder line = new StringBuilder(String.format("%-8s%-16s", mark, name));
        int used = 0;
        for (String word : text.split(" ")) {
            if (used > 0 && line.length() + 1 + word.length() > WIDTH) {
                console.out().println(line);
                line = new StringBuilder(INDENT);
                used = 0;
            }
            line.append(used++ > 0 ? " " : "").append(word);
        }
        console.out().println(line);
    }
}
