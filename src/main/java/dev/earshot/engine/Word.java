package dev.earshot.engine;

import java.util.Objects;

/**
 * A single word and when it was said.
 *
 * @param startMs start on the time line of its segment, in milliseconds
 * @param endMs end on the same time line, in milliseconds; not before the start
 * @param text as the model wrote it; a leading space and following punctuation are part of it
 * @param probability 0..1, how sure the model was
 */
public record Word(long startMs, long endMs, String text, double probability) {
    public Word {
        Objects.requireNonNull(text, "text");
        if (startMs < 0 || endMs < startMs) {
            throw new IllegalArgumentException("word times " + startMs + ".." + endMs + " ms");
        }
    }

    /** The same word, later by {@code offsetMs}. */
    public Word shifted(long offsetMs) {
        return new Word(startMs + offsetMs, endMs + offsetMs, text, probability);
    }
}
