package dev.earshot.transcript;

import dev.earshot.engine.Segment;
import dev.earshot.engine.Transcript;
import java.util.stream.Collectors;

/** The words alone. */
final class PlainText {
    private PlainText() {}

    /** Everything in one line. */
    static String line(Transcript transcript, Details details) {
        return transcript.text() + "\n";
    }

    /** A line a segment, each as the model wrote it. */
    static String lines(Transcript transcript, Details details) {
        return transcript.segments().stream().map(Segment::text).collect(Collectors.joining("\n", "", "\n"));
    }
}
