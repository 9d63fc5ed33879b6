package dev.earshot.whisper;

import dev.earshot.engine.CompressionRatio;
import dev.earshot.engine.Segment;
import dev.earshot.engine.SegmentStatistics;
import dev.earshot.engine.Token;
import dev.earshot.engine.Word;
import dev.earshot.whisper.NativeOutcome.NativeSegment;
import dev.earshot.whisper.NativeOutcome.NativeToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Native segments as the engine knows them. */
final class NativeSegments {
    private NativeSegments() {}

    /**
     * @param language ISO 639-1, which decides where words end
     * @param lengthMs of the window, in milliseconds
     * @param wordTimes tokens were timed
     */
    static List<Segment> read(List<NativeSegment> found, String language, long lengthMs, boolean wordTimes) {
        List<Segment> segments = new ArrayList<>();
        for (NativeSegment segment : found) {
            String text = new String(segment.text(), StandardCharsets.UTF_8);
            if (!SegmentRules.saysNothing(text)) {
                long start = SegmentRules.time(segment.from(), 0, lengthMs);
                long end = SegmentRules.time(segment.to(), start, lengthMs);
                List<Word> words = wordTimes ? WordGrouping.of(segment.tokens(), language, start, lengthMs) : List.of();
                segments.add(
                        new Segment(start, end, text, Optional.of(statistics(segment, text)), tokens(segment), words));
            }
        }
        return segments;
    }

    private static SegmentStatistics statistics(NativeSegment segment, String text) {
        double avgLogprob = segment.tokens().stream()
                .mapToDouble(NativeToken::logProbability)
                .average()
                .orElse(0);
        return new SegmentStatistics(
                avgLogprob, segment.noSpeech(), CompressionRatio.of(text), rounded(segment.temperature()));
    }

    /** 0.4 and not 0.4000000059604645. */
    private static double rounded(float value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static List<Token> tokens(NativeSegment segment) {
        return segment.tokens().stream()
                .map(token -> new Token(token.id(), token.text(), token.logProbability()))
                .toList();
    }
}
