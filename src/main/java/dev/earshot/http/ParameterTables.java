package dev.earshot.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of all endpoints, by path. */
@Singleton
final class ParameterTables {
    static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    static final String TRANSLATIONS = "/v1/audio/translations";
    static final String INFERENCE = "/inference";

    private final Map<String, List<Parameter>> tables;

    @Inject
    ParameterTables(LimitsConfig limits) {
        this.tables = withLongestPrompt(limits.prompt());
    }

    /** @param longestPrompt in characters */
    static Map<String, List<Parameter>> withLongestPrompt(int longestPrompt) {
        OpenAiParameters openAi = new OpenAiParameters(longestPrompt);
        Map<String, List<Parameter>> tables = new LinkedHashMap<>();
        tables.put(TRANSCRIPTIONS, openAi.transcriptions());
        tables.put(TRANSLATIONS, openAi.translations());
        tables.put(INFERENCE, new WhisperCppParameters(longestPrompt).inference());
        return tables;
    }

    List<Parameter> of(String path) {
        return tables.get(path);
    }

    Map<String, List<Parameter>> all() {
        return tables;
    }
}
