package dev.earshot.engine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A stretch of recognised speech.
 *
 * @param startMs start on the recording's time line, in milliseconds
 * @param endMs end on the recording's time line, in milliseconds; not before the start
 * @param text as the model wrote it; a leading space is part of it where words are separated by spaces
 * @param statistics how sure the model was, where the library tells
 * @param tokens what the text is made of, without special and time tokens; empty where the library does not tell
 * @param words in time order; empty unless they were asked for and the library times them
 */
public record Segment(
        long startMs,
        long endMs,
        String text,
        Optional<SegmentStatistics> statistics,
        List<Token> tokens,
        List<Word> words) {
    public Segment {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(statistics, "statistics");
        if (startMs < 0 || endMs < startMs) {
            throw new IllegalArgumentException("segment times " + startMs + ".." + endMs + " ms");
        }
        tokens = List.copyOf(tokens);
        words = List.copyOf(words);
    }

    /** A segment of a library that tells nothing but text and times. */
    public Segment(long startMs, long endMs, String text) {
        this(startMs, endMs, text, Optional.empty(), List.of(), List.of());
    }

    /** The same segment with its words, later by {@code offsetMs}. */
    public Segment shifted(long offsetMs) {
        List<Word> shifted = words.stream().map(word -> word.shifted(offsetMs)).toList();
        return new Segment(startMs + offsetMs, endMs + offsetMs, text, statistics, tokens, shifted);
    }
}
