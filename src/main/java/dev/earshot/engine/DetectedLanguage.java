package dev.earshot.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The language that the model heard.
 *
 * @param code ISO 639-1
 * @param probabilities 0..1 by code, of the languages that were allowed; the heard one is among them
 */
public record DetectedLanguage(String code, Map<String, Double> probabilities) {
    public DetectedLanguage {
        if (!probabilities.containsKey(code)) {
            throw new IllegalArgumentException("no probability of the detected language " + code);
        }
        probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
    }

    /** How likely it is that this was the language. */
    public double probability() {
        return probabilities.get(code);
    }
}
