package dev.earshot.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the service; what it does stands elsewhere. */
@Command(name = "serve", description = "Run the service until it is stopped. This is what happens without a command.")
final class Serve implements Callable<Integer> {
    private final Runnable service;

    @Mixin
    private HelpOption help;

    Serve(Runnable service) {
        this.service = service;
    }

    @Override
    public Integer call() {
        service.run();
        return ExitStatus.GOOD;
    }
}
