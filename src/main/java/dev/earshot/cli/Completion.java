package dev.earshot.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets bash complete the commands and their options. */
@Command(
        name = "completion",
        description = {
            "Write what bash needs to complete earshot's commands and options.",
            "",
            "For this shell: source <(earshot completion). For all: earshot completion >"
                    + " /etc/bash_completion.d/earshot"
        })
final class Completion implements Callable<Integer> {
    private final Console console;

    @Mixin
    private HelpOption help;

    @Spec
    private CommandSpec spec;

    Completion(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out().print(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
        console.out().flush();
        return ExitStatus.GOOD;
    }
}
