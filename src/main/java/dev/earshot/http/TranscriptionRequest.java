package dev.earshot.http;

import dev.earshot.engine.ModelLoader.ModelFacts;
import dev.earshot.engine.Transcript;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.transcript.Details;
import dev.earshot.transcript.Format;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a caller asked for.
 *
 * @param options for the engine
 * @param model as named, empty for the active one
 * @param format of the answer
 * @param stream answer with events while the text grows
 * @param details what the answer holds beyond its format's own
 * @param extras tell how the answer was made
 * @param deadline that the caller set
 * @param ignored parameters that had no effect
 */
record TranscriptionRequest(
        TranscriptionOptions options,
        Optional<String> model,
        Format format,
        boolean stream,
        Details details,
        boolean extras,
        Optional<Duration> deadline,
        List<String> ignored) {

    /** With how the answer was made, where that was asked for. */
    Details details(Transcript transcript, ModelFacts answered) {
        return extras ? details.withProvenance(Provenance.of(transcript, answered)) : details;
    }
}
