package dev.earshot.cli;

import picocli.CommandLine.Option;

/** {@code --help}, for every command. */
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Say what this command does and takes.")
    private boolean asked;
}
