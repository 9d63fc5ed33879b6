package dev.earshot.http;

import dev.earshot.engine.Capabilities;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.Task;
import java.util.List;
import java.util.Optional;

/** The form fields of OpenAI's audio endpoints, and ours. */
final class OpenAiParameters {
    private final List<Parameter> transcriptions;
    private final List<Parameter> translations;

    /** @param longestPrompt in characters */
    OpenAiParameters(int longestPrompt) {
        List<Parameter> both = List.of(
                Parameter.honoured(
                        "model",
                        "the active model's name, whisper-1 or one of OpenAI's transcribe names",
                        (draft, value) -> draft.model = Optional.of(value.strip())),
                Parameter.honoured(
                        "deadline_ms",
                        "Earshot's own: what would take longer is cut (degraded says what), and given up after so many milliseconds",
                        (draft, value) -> draft.deadline = Optional.of(Values.milliseconds("deadline_ms", value, 1))),
                Parameter.honoured(
                        "beam_size",
                        "Earshot's own: 1 (default) is greedy",
                        (draft, value) -> draft.options.beamSize(Values.integer("beam_size", value, 1, 8))));
        List<Parameter> common = Parameter.join(CommonParameters.all(longestPrompt), both);
        List<Parameter> transcribing = List.of(
                Parameter.honoured(
                        "language",
                        "ISO 639-1 code; absent or auto lets the model decide",
                        (draft, value) -> draft.language = Values.language("language", value)),
                Parameter.dependent(
                        "languages",
                        Capabilities::detectedLanguage,
                        "the model chooses among these; a given language wins",
                        Treatment.APPROXIMATED,
                        "one is taken as the language; of several, the model chooses among all it knows",
                        (draft, values) -> draft.languages.addAll(Values.languages("languages", values))),
                Parameter.approximated(
                        "keywords",
                        "put in front of the prompt",
                        (draft, values) -> values.forEach(
                                word -> draft.keywords.add(Values.text("keywords", word, longestPrompt)))),
                Parameter.dependent(
                        "timestamp_granularities",
                        Capabilities::wordTimes,
                        "segment is always there; word with verbose_json",
                        Treatment.APPROXIMATED,
                        "segment is honoured; word is refused: the native library does not time words",
                        OpenAiParameters::readGranularities),
                Parameter.honoured(
                        "stream",
                        "server-sent events, a delta a segment",
                        (draft, value) -> draft.stream = Values.flag("stream", value)),
                Parameter.approximated(
                        "chunking_strategy",
                        "recordings are always cut at pauses; thresholds have no effect",
                        (draft, values) -> {}),
                Parameter.dependent(
                        "include",
                        Capabilities::segmentStatistics,
                        "logprobs, with json",
                        Treatment.REJECTED,
                        "the native library gives no log-probabilities.",
                        OpenAiParameters::readInclude),
                Parameter.rejected("known_speaker_names", "speakers are not told apart."),
                Parameter.rejected("known_speaker_references", "speakers are not told apart."));
        this.transcriptions = Parameter.join(common, transcribing);
        this.translations = common;
    }

    private static void readGranularities(RequestDraft draft, List<String> values) {
        for (String value : values) {
            switch (value.strip()) {
                case "segment" -> {}
                case "word" -> readWordTimes(draft);
                default ->
                    throw EngineException.badParameter(
                            "timestamp_granularities",
                            "'timestamp_granularities' must be segment or word, not '" + Values.shown(value) + "'.");
            }
        }
    }

    private static void readWordTimes(RequestDraft draft) {
        if (!draft.capabilities.wordTimes()) {
            throw EngineException.badParameter(
                    "timestamp_granularities",
                    "'timestamp_granularities' word is not supported: the native library does not time words.");
        }
        draft.wordTimes = true;
    }

    private static void readInclude(RequestDraft draft, List<String> values) {
        for (String value : values) {
            if (!value.strip().equals("logprobs")) {
                throw EngineException.badParameter(
                        "include", "'include' must be logprobs, not '" + Values.shown(value) + "'.");
            }
            draft.logprobs = true;
        }
    }

    List<Parameter> transcriptions() {
        return transcriptions;
    }

    List<Parameter> translations() {
        return translations;
    }

    static RequestDraft draft(Task task) {
        RequestDraft draft = new RequestDraft();
        draft.options.task(task);
        return draft;
    }
}
