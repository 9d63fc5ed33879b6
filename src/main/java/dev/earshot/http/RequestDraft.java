package dev.earshot.http;

import dev.earshot.engine.Capabilities;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.transcript.Format;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request while its parameters are being read. */
final class RequestDraft {
    final TranscriptionOptions.Builder options = TranscriptionOptions.builder();
    final List<String> keywords = new ArrayList<>();
    final List<String> ignored = new ArrayList<>();
    Capabilities capabilities = Capabilities.STOCK;
    Optional<String> model = Optional.empty();
    Optional<String> language = Optional.empty();
    String prompt = "";
    Format format = Format.JSON;
    Optional<Duration> deadline = Optional.empty();
    boolean stream;
    boolean extras;

    /** @param longestPrompt in characters, keywords included: whisper.cpp takes the whole apart recursively */
    TranscriptionRequest finish(int longestPrompt) {
        String words = String.join(", ", keywords);
        String before = prompt.isEmpty() || words.isEmpty() ? prompt + words : words + ". " + prompt;
        TranscriptionOptions read = options.prompt(Values.text("prompt", before, longestPrompt))
                .language(language)
                .build();
        return new TranscriptionRequest(read, model, format, stream, extras, deadline, List.copyOf(ignored));
    }
}
