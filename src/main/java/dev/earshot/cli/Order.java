package dev.earshot.cli;

import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.transcript.Format;
import java.util.Optional;

/**
 * What is to become of every recording.
 *
 * @param format of the text
 * @param language code, empty to let the model decide
 * @param prompt sets vocabulary and style, may be empty
 */
record Order(Format format, Optional<String> language, String prompt) {
    TranscriptionOptions options() {
        return TranscriptionOptions.builder().language(language).prompt(prompt).build();
    }
}
