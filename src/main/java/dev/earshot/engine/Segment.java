package dev.earshot.engine;

import java.util.Objects;

/**
 * A stretch of recognised speech.
 *
 * @param startMs start on the recording's time line, in milliseconds
 * @param endMs end on the recording's time line, in milliseconds; not before the start
 * @param text as the model wrote it; a leading space is part of it where words are separated by spaces
 */
public record Segment(long startMs, long endMs, String text) {
    public Segment {
        Objects.requireNonNull(text, "text");
        if (startMs < 0 || endMs < startMs) {
            throw new IllegalArgumentException("segment times " + startMs + ".." + endMs + " ms");
        }
    }

    /** The same segment, later by {@code offsetMs}. */
    public Segment shifted(long offsetMs) {
        return new Segment(startMs + offsetMs, endMs + offsetMs, text);
    }
}
