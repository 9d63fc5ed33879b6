package dev.earshot.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands, and what becomes of what they throw. */
public final class Commands {
    private final Console console;
    private final CommandLine root;

    /** @param service runs the service and returns only if it could not */
    public Commands(Workbench workbench, Runnable service) {
        this(workbench, service, Console.ofProcess());
    }

    Commands(Workbench workbench, Runnable service, Console console) {
        this.console = console;
        this.root = new CommandLine(new Earshot(workbench, console, service))
                .addSubcommand(new Serve(service))
                .addSubcommand(new Doctor(workbench, console))
                .addSubcommand(new Benchmark(workbench, console))
                .addSubcommand(new Transcribe(workbench, console))
                .addSubcommand(new Models(workbench, console))
                .addSubcommand(new Recover(workbench, console))
                .addSubcommand(new Completion(console))
                .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(this::wrongUse)
                .setExecutionExceptionHandler(this::failed);
    }

    /** Runs the command that these words mean, and gives its exit status. */
    public int run(List<String> words) {
        return root.execute(words.toArray(String[]::new));
    }

    /** The program with all its commands. */
    CommandLine root() {
        return root;
    }

    private int wrongUse(ParameterException e, String[] words) {
        console.err().println(sentence(e));
        UnmatchedArgumentException.printSuggestions(e, e.getCommandLine().getErr());
        return pointedToHelp(e.getCommandLine());
    }

    private static String sentence(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            CommandLine command = e.getCommandLine();
            String name = command.getCommandSpec().qualifiedName();
            String word = "'" + unmatched.getUnmatched().get(0) + "'";
            return command.getSubcommands().isEmpty()
                    ? name + " takes no " + word + "."
                    : "There is no command " + word + "; " + name + " has "
                            + String.join(", ", command.getSubcommands().keySet()) + ".";
        }
        return e.getMessage();
    }

    private static int pointedToHelp(CommandLine command) {
        command.getErr().println("See '" + command.getCommandSpec().qualifiedName() + " --help' for what it takes.");
        return ExitStatus.WRONG_USE;
    }

    private int failed(Exception e, CommandLine command, CommandLine.ParseResult words) {
        if (e instanceof WrongUse) {
            console.err().println(e.getMessage());
            return pointedToHelp(command);
        }
        if (e instanceof CannotRun) {
            console.err().println(e.getMessage());
        } else {
            console.err().println("A fault of Earshot's:");
            e.printStackTrace(console.err());
        }
        return ExitStatus.CANNOT_RUN;
    }
}
