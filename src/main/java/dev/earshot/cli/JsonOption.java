package dev.earshot.cli;

import picocli.CommandLine.Option;

/** {@code --json}, for every command whose answer a script may want. */
final class JsonOption {
    @Option(names = "--json", description = "Answer with one JSON value on standard output.")
    private boolean json;

    boolean isAsked() {
        return json;
    }
}
