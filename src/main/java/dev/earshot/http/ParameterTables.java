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
    private final int longestPrompt;

    @Inject
    ParameterTables(LimitsConfig limits) {
        this.longestPrompt = limits.prompt();
        this.tables = withLongestPrompt(longestPrompt);
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

    FormReader reader(String path) {
        return new FormReader(tables.get(path), longestPrompt);
    }

    Map<String, List<Parameter>> all() {
        return tables;
    }
}
