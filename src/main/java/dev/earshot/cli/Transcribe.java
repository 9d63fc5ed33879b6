package dev.earshot.cli;

import dev.earshot.cli.Recordings.Recording;
import dev.earshot.engine.Cancellation;
import dev.earshot.engine.Languages;
import dev.earshot.transcript.Format;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes down recordings: one to standard output, many into files. */
@Command(
        name = "transcribe",
        description = {
            "Write down recordings.",
            "",
            "One recording's text goes to standard output. Of several, or of a folder, each gets a file beside it or below"
                    + " --out (talk.mp3.txt); one that is there is kept, so that a run that was stopped can be run again."
                    + " The service does the work if it is running, and this process otherwise."
        })
final class Transcribe implements Callable<Integer> {
    private final Workbench workbench;
    private final Console console;

    @Mixin
    private HelpOption help;

    @Mixin
    private JsonOption json;

    @Parameters(arity = "1..*", paramLabel = "FILE|FOLDER", description = "Recordings, and folders of recordings.")
    private List<Path> named = new ArrayList<>();

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text (or txt), json, verbose_json, srt or vtt. Default: ${DEFAULT-VALUE}.")
    private String format;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            description = "Folder for the texts; made if it is missing.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = {"-l", "--language"},
            paramLabel = "CODE",
            description = "Language of the recordings, en or de, say. Default: what is heard.")
    private Optional<String> language = Optional.empty();

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME",
            description = "A model's name in the models folder or path, instead of the configured one.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--prompt", paramLabel = "TEXT", defaultValue = "", description = "Sets vocabulary and style.")
    private String prompt;

    @Option(
            names = {"-r", "--recursive"},
            description = "Take the folders in folders, too.")
    private boolean recursive;

    @Option(names = "--overwrite", description = "Make texts again that are there.")
    private boolean overwrite;

    @Option(names = "--local", description = "Do the work in this process even if the service is running.")
    private boolean local;

    Transcribe(Workbench workbench, Console console) {
        this.workbench = workbench;
        this.console = console;
    }

    @Override
    public Integer call() {
        Order order = order();
        Recordings recordings = recordings(order);
        List<Recording> all =
                isForStandardOutput() ? List.of(new Recording(named.get(0), Optional.empty())) : recordings.all();
        List<Recording> left = all.stream().filter(this::isLeft).toList();
        try (Interruption interruption = new Interruption()) {
            recordings.folders().forEach(OutputFile::deleteAbandoned);
            List<Result> made = left.isEmpty() ? List.of() : work(left, order, interruption.cancellation());
            return new TranscribeReport(console, json.isAsked(), interruption.cancellation())
                    .of(all, made, recordings.others());
        }
    }

    private Order order() {
        Format wanted = Format.of(format.equals("txt") ? Format.TEXT.word() : format)
                .orElseThrow(() -> new WrongUse(
                        "'" + format + "' is no format; there are text, json, verbose_json, srt and vtt."));
        Optional<String> code = language.filter(named -> !named.equalsIgnoreCase("auto"))
                .map(named -> Languages.codeOf(named)
                        .orElseThrow(() -> new WrongUse(
                                "'" + named + "' is not a language that Whisper knows; use a code such as en or de.")));
        int longest = workbench.limits().prompt();
        if (prompt.length() > longest) {
            throw new WrongUse("The prompt has " + prompt.length() + " characters; at most " + longest
                    + " are taken (earshot.limits.prompt).");
        }
        return new Order(wanted, code, prompt.strip());
    }

    private Recordings recordings(Order order) {
        Recordings recordings = new Recordings(recursive, out, ending(order.format()));
        if (out.isPresent() && Files.exists(out.get()) && !Files.isDirectory(out.get())) {
            throw new WrongUse("--out " + out.get() + " is a file; name a folder.");
        }
        named.forEach(recordings::add);
        return recordings;
    }

    private static String ending(Format format) {
        return switch (format) {
            case TEXT -> ".txt";
            case JSON, VERBOSE_JSON -> ".json";
            case SRT -> ".srt";
            case VTT -> ".vtt";
        };
    }

    private boolean isForStandardOutput() {
        return out.isEmpty() && named.size() == 1 && !Files.isDirectory(named.get(0));
    }

    private boolean isLeft(Recording recording) {
        return overwrite || recording.output().filter(Files::exists).isEmpty();
    }

    private List<Result> work(List<Recording> left, Order order, Cancellation cancellation) {
        try (Progress progress = new Progress(console)) {
            progress.update(0, "getting ready");
            try (Recogniser recogniser = new RecogniserChoice(workbench, progress)
                    .choose(model, local, !isForStandardOutput(), cancellation)) {
                return new Batch(recogniser, order, cancellation, progress).run(left);
            }
        }
    }
}
