package dev.earshot.transcript;

import dev.earshot.engine.Segment;
import dev.earshot.engine.Transcript;
import java.util.Map;
import java.util.stream.Collectors;

/** The words alone. */
final class PlainText {
    private PlainText() {}

    /** Everything in one line. */
    static String line(Transcript transcript, Map<String, Object> extras) {
        return transcript.text() + "\n";
    }

    /** A line a segment, each as the model wrote it. */
    static String lines(Transcript transcript, Map<String, Object> extras) {
        return transcript.segments().stream().map(Segment::text).collect(Collectors.joining("\n", "", "\n"));
    }
}
