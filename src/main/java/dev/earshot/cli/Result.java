package dev.earshot.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.cli.Recordings.Recording;
import java.util.Locale;

/**
 * What became of a recording.
 *
 * @param words its text where that goes to standard output, or why it failed; otherwise empty
 */
record Result(Recording recording, Status status, String words) {
    enum Status {
        /** Its text was made. */
        DONE,
        /** Its text was there. */
        KEPT,
        /** It has no text, and {@link Result#words} say why. */
        FAILED,
        /** The run ended before it. */
        LEFT
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("file", recording.file().toString())
                .put("status", status.name().toLowerCase(Locale.ROOT));
        if (status == Status.FAILED) {
            return json.put("error", words);
        }
        recording.output().ifPresent(output -> json.put("output", output.toString()));
        return recording.output().isEmpty() && status == Status.DONE ? json.put("text", words) : json;
    }
}
