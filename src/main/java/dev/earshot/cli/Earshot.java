package dev.earshot.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The program without a command. */
@Command(
        name = "earshot",
        description = "Speech to text on this machine.",
        footer = {
            "",
            "Without a command the service runs, as with 'serve'. Settings: -Dearshot.model=NAME and so on, anywhere on the"
                    + " command line.",
            "Exit status: 0 good, 1 warnings or some files failed, 2 cannot run, 64 wrong use."
        })
final class Earshot implements Callable<Integer> {
    private final Workbench workbench;
    private final Console console;
    private final Runnable service;

    @Mixin
    private HelpOption help;

    @Mixin
    private JsonOption json;

    @Option(
            names = {"-V", "--version"},
            description = "Say which Earshot this is, and which native library and model it would use.")
    private boolean version;

    Earshot(Workbench workbench, Console console, Runnable service) {
        this.workbench = workbench;
        this.console = console;
        this.service = service;
    }

    @Override
    public Integer call() {
        if (version) {
            return version();
        }
        if (json.isAsked()) {
            throw new WrongUse("--json needs a command or --version.");
        }
        service.run();
        return ExitStatus.GOOD;
    }

    /** The number is told in any case: whoever asks may be looking for what is wrong with the rest. */
    private int version() {
        Line library = Line.of(workbench::library);
        Line model = Line.of(workbench::model);
        if (json.isAsked()) {
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            answer.put("version", Version.number()).put("form", Version.form());
            library.into(answer, "native_library");
            model.into(answer, "model");
            console.json(answer);
        } else {
            console.out().println("earshot " + Version.number() + " (" + Version.form() + ")");
            console.out().println("native library: " + library.text());
            console.out().println("model: " + model.text());
        }
        return library.known() && model.known() ? ExitStatus.GOOD : ExitStatus.WARNINGS;
    }

    private record Line(boolean known, String text) {
        static Line of(Supplier<String> fact) {
            try {
                return new Line(true, fact.get());
            } catch (CannotRun e) {
                return new Line(false, e.getMessage());
            }
        }

        void into(ObjectNode answer, String name) {
            answer.put(known ? name : name + "_problem", text);
        }
    }
}
