package dev.earshot.http;

import dev.earshot.engine.Capabilities;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.transcript.Details;
import dev.earshot.transcript.Format;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request while its parameters are being read. */
final class RequestDraft {
    final TranscriptionOptions.Builder options = TranscriptionOptions.builder();
    final List<String> keywords = new ArrayList<>();
    final List<String> languages = new ArrayList<>();
    final List<String> ignored = new ArrayList<>();
    Capabilities capabilities = Capabilities.STOCK;
    Optional<String> model = Optional.empty();
    Optional<String> language = Optional.empty();
    String prompt = "";
    Format format = Format.JSON;
    Optional<Duration> deadline = Optional.empty();
    boolean stream;
    boolean extras;
    boolean logprobs;
    boolean wordTimes;
    boolean languageProbabilities = true;

    /** verbose_json lists words by itself, where the library can tell them, and {@link #wordTimes} only decides on times. */
    boolean wordsWithVerbose;

    /** @param longestPrompt in characters, keywords included: whisper.cpp takes the whole apart recursively */
    TranscriptionRequest finish(int longestPrompt) {
        boolean verbose = format == Format.VERBOSE_JSON;
        if (wordTimes && !verbose && !wordsWithVerbose) {
            throw EngineException.badParameter(
                    "timestamp_granularities",
                    "'timestamp_granularities' word needs response_format verbose_json, not " + format.word() + ".");
        }
        if (logprobs && format != Format.JSON) {
            throw EngineException.badParameter(
                    "include", "'include' logprobs needs response_format json, not " + format.word() + ".");
        }
        if (language.isPresent() ? !languages.isEmpty() : languages.size() > 1 && !capabilities.detectedLanguage()) {
            ignored.add("languages");
        }
        String words = String.join(", ", keywords);
        String before = prompt.isEmpty() || words.isEmpty() ? prompt + words : words + ". " + prompt;
        TranscriptionOptions read = options.prompt(Values.text("prompt", before, longestPrompt))
                .model(model.filter(name -> !ModelNames.meansActive(name)))
                .language(language)
                .languages(languages)
                .wordTimes(wordsWithVerbose ? verbose && capabilities.wordTimes() : wordTimes)
                .build();
        Details details = new Details(wordTimes, logprobs, languageProbabilities, Map.of());
        return new TranscriptionRequest(read, model, format, stream, details, extras, deadline, List.copyOf(ignored));
    }
}
