package dev.earshot.live;

import dev.earshot.audio.PcmReader;
import dev.earshot.engine.Transcript;
import dev.earshot.engine.TranscriptionOptions;
import java.util.Optional;

/**
 * Whoever has begun in one language goes on in it: the first utterance whose language was heard surely decides for those after
 * it, since detection errs on a word or two. After half a minute of silence somebody else may speak, in another. Used by one
 * thread at a time.
 */
final class StickyLanguage {
    /** Below it, detection has been seen to err. */
    static final double SURE = 0.8;

    private static final long FORGOTTEN_AFTER = 30L * PcmReader.SAMPLE_RATE;

    private Optional<String> language = Optional.empty();
    private long heardAt;

    /** @param position where on the session's clock the utterance begins */
    TranscriptionOptions applied(TranscriptionOptions wishes, long position) {
        if (position - heardAt > FORGOTTEN_AFTER) {
            language = Optional.empty();
        }
        return wishes.language().isPresent() || language.isEmpty()
                ? wishes
                : wishes.toBuilder().language(language).build();
    }

    /** @param end where on the session's clock the utterance ended */
    void heard(Transcript transcript, long end) {
        if (transcript.text().isEmpty()) {
            return;
        }
        heardAt = end;
        transcript
                .detected()
                .filter(found -> language.isEmpty() && found.probability() >= SURE)
                .ifPresent(found -> language = Optional.of(found.code()));
    }

    boolean isSettled() {
        return language.isPresent();
    }

    void forget() {
        language = Optional.empty();
    }
}
