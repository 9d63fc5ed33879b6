package dev.earshot.transcript;

import java.util.Map;

/**
 * What an answer shall hold beyond its format's own; what the native library did not give is left out all the same.
 *
 * @param wordTimes when single words were said
 * @param logprobs the tokens with their log-probabilities
 * @param languageProbabilities how likely each language was, in whisper.cpp's words
 * @param provenance facts about how the answer was made, by name; rendered by JSON formats only, and only if there are any
 */
public record Details(
        boolean wordTimes, boolean logprobs, boolean languageProbabilities, Map<String, Object> provenance) {
    /** What the formats hold by themselves. */
    public static final Details NONE = new Details(false, false, true, Map.of());

    public Details withProvenance(Map<String, Object> facts) {
        return new Details(wordTimes, logprobs, languageProbabilities, facts);
    }
}
