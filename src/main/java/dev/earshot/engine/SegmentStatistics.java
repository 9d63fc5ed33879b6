package dev.earshot.engine;

/**
 * How sure the model was of a segment, in OpenAI's terms.
 *
 * @param avgLogprob mean natural log-probability of its tokens; about -0.2 for clear speech, below -1 for guesses
 * @param noSpeechProbability 0..1, that there is no speech where the segment lies
 * @param compressionRatio as {@link CompressionRatio} computes it; above 2.4 the text repeats itself
 * @param temperature the one that the text was drawn at, after fallbacks
 */
public record SegmentStatistics(
        double avgLogprob, double noSpeechProbability, double compressionRatio, double temperature) {}
