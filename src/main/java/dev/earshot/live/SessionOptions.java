package dev.earshot.live;

import dev.earshot.engine.TranscriptionOptions;
import java.util.Objects;
import java.util.Optional;

/**
 * What a session is asked for.
 *
 * @param turns finds utterances; where it is empty they end when the client commits
 * @param partials tells what is being said before it has been said
 * @param levels tells how loud it is
 * @param transcription language, prompt, words: what each utterance is read with
 */
public record SessionOptions(
        Optional<TurnDetection> turns, boolean partials, boolean levels, TranscriptionOptions transcription) {
    public SessionOptions {
        Objects.requireNonNull(turns, "turns");
        Objects.requireNonNull(transcription, "transcription");
    }
}
