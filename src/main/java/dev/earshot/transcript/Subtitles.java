package dev.earshot.transcript;

import dev.earshot.engine.Segment;
import dev.earshot.engine.Transcript;

/** SubRip and WebVTT. */
final class Subtitles {
    private Subtitles() {}

    static String srt(Transcript transcript, Details details) {
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (Segment segment : transcript.segments()) {
            text.append(++number).append('\n');
            cue(text, segment, ',');
        }
        return text.toString();
    }

    static String vtt(Transcript transcript, Details details) {
        StringBuilder text = new StringBuilder("WEBVTT\n\n");
        for (Segment segment : transcript.segments()) {
            cue(text, segment, '.');
        }
        return text.toString();
    }

    private static void cue(StringBuilder text, Segment segment, char mark) {
        text.append(Timestamps.of(segment.startMs(), mark))
                .append(" --> ")
                .append(Timestamps.of(segment.endMs(), mark))
                .append('\n')
                // An arrow inside a cue would be read as a new one.
                .append(segment.text().strip().replace("-->", "->"))
                .append("\n\n");
    }
}
