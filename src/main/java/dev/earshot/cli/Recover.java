package dev.earshot.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets the service start as usual after crashes in native code. */
@Command(
        name = "recover",
        description = "Forget crashes of native code, so that the service leaves its safe profile at the next start.")
final class Recover implements Callable<Integer> {
    private final Workbench workbench;
    private final Console console;

    @Mixin
    private HelpOption help;

    Recover(Workbench workbench, Console console) {
        this.workbench = workbench;
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out()
                .println(
                        workbench.forgetCrashes()
                                ? "Crashes are forgotten. Start the service again, and it starts as usual."
                                : "No crash is known here; there is nothing to forget.");
        return ExitStatus.GOOD;
    }
}
