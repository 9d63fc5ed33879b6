package dev.earshot.live.plain;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.live.Fields;
import dev.earshot.live.LiveWishes;
import dev.earshot.live.SessionOptions;
import dev.earshot.live.TurnDetection;
import java.util.Optional;

/**
 * What a client has asked for.
 *
 * @param rate samples a second
 * @param manual utterances end when the client says so
 * @param turns how they end otherwise
 */
record PlainOptions(
        int rate,
        boolean manual,
        TurnDetection turns,
        boolean partials,
        boolean levels,
        TranscriptionOptions transcription) {
    static final PlainOptions USUAL = new PlainOptions(
            16_000,
            false,
            TurnDetection.USUAL,
            true,
            false,
            TranscriptionOptions.builder().build());

    PlainOptions withRate(String wanted) {
        try {
            return withRate(Integer.parseInt(wanted.strip()));
        } catch (NumberFormatException e) {
            throw EngineException.badParameter(
                    "rate", "'rate' must be a whole number, not '" + Fields.shown(wanted) + "'.");
        }
    }

    private PlainOptions withRate(int wanted) {
        return new PlainOptions(wanted, manual, turns, partials, levels, transcription);
    }

    PlainOptions withLanguage(Optional<String> language) {
        return new PlainOptions(
                rate,
                manual,
                turns,
                partials,
                levels,
                transcription.toBuilder().language(language).build());
    }

    /** What the fields do not name stays. */
    PlainOptions changed(Fields fields, LiveWishes wishes) {
        TranscriptionOptions wanted = wishes.read(fields, transcription);
        Optional<Boolean> words = fields.flag("words");
        return new PlainOptions(
                fields.integer("rate").orElse(rate),
                fields.flag("manual").orElse(manual),
                LiveWishes.turns(fields, "prefix_ms", "silence_ms", turns),
                fields.flag("partials").orElse(partials),
                fields.flag("levels").orElse(levels),
                words.map(on -> wishes.withWords(wanted, on)).orElse(wanted));
    }

    SessionOptions session() {
        return new SessionOptions(manual ? Optional.empty() : Optional.of(turns), partials, levels, transcription);
    }
}
