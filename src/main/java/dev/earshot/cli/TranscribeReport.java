package dev.earshot.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.cli.Recordings.Recording;
import dev.earshot.cli.Result.Status;
import dev.earshot.engine.Cancellation;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells what became of the recordings, and what that means for the exit status. */
final class TranscribeReport {
    private final Console console;
    private final boolean json;
    private final Cancellation cancellation;

    TranscribeReport(Console console, boolean json, Cancellation cancellation) {
        this.console = console;
        this.json = json;
        this.cancellation = cancellation;
    }

    /** @return the exit status */
    int of(List<Recording> all, List<Result> made, int others) {
        Map<Recording, Result> byRecording =
                made.stream().collect(Collectors.toMap(Result::recording, Function.identity()));
        List<Result> results = new ArrayList<>();
        for (Recording recording : all) {
            results.add(byRecording.getOrDefault(recording, new Result(recording, Status.KEPT, "")));
        }
        if (json) {
            console.json(json(results, others));
        } else {
            results.stream()
                    .filter(result -> result.status() == Status.DONE)
                    .forEach(result -> console.out().print(result.words()));
            console.out().flush();
        }
        sayFailures(results);
        if (all.size() != 1 || all.get(0).output().isPresent()) {
            saySummary(results, others);
        }
        return status(results);
    }

    private static long count(List<Result> results, Status status) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    private void sayFailures(List<Result> results) {
        for (Result result : results) {
            if (result.status() == Status.FAILED) {
                console.err().println(result.recording().file() + ": " + result.words());
            }
        }
    }

    private void saySummary(List<Result> results, int others) {
        StringBuilder summary = new StringBuilder();
        summary.append(count(results, Status.DONE))
                .append(" of ")
                .append(results.size())
                .append(" written down");
        append(summary, count(results, Status.KEPT), " had been before and were kept (--overwrite makes them again)");
        append(summary, count(results, Status.FAILED), " failed");
        append(summary, count(results, Status.LEFT), " left");
        append(summary, others, " other files in the folders");
        console.err().println(summary.append('.'));
        stopped().ifPresent(why -> console.err().println("Stopped: " + why.getMessage() + " Run it again to go on."));
    }

    private static void append(StringBuilder summary, long number, String what) {
        if (number > 0) {
            summary.append(", ").append(number).append(what);
        }
    }

    private Optional<EngineException> stopped() {
        return cancellation.reason().filter(why -> why.code() == ErrorCode.NOT_READY);
    }

    private int status(List<Result> results) {
        if (count(results, Status.LEFT) > 0) {
            return ExitStatus.CANNOT_RUN;
        }
        return count(results, Status.FAILED) > 0 ? ExitStatus.WARNINGS : ExitStatus.GOOD;
    }

    private static ObjectNode json(List<Result> results, int others) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Status status : Status.values()) {
            json.put(status.name().toLowerCase(Locale.ROOT), count(results, status));
        }
        json.put("other_files", others);
        ArrayNode files = json.putArray("files");
        results.forEach(result -> files.add(result.json()));
        return json;
    }
}
