package dev.earshot.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that native code does.
 *
 * @param at when it began
 * @param model name of the model
 * @param modelSha256 of its file, where it is known
 * @param library which build of the native library
 * @param clip SHA-256 of the samples; absent where no recording is at work
 * @param audio length of the clip
 */
record Work(
        Instant at,
        Kind kind,
        String model,
        Optional<String> modelSha256,
        String library,
        Optional<String> clip,
        Duration audio) {
    /** What can end a process. */
    enum Kind {
        /** Opening the library, reading the model, making a state. */
        LOAD,
        /** The first window, which is silence. */
        WARM_UP,
        /** A window of a recording. */
        WINDOW,
        /** Finding speech with a model of its own. */
        SPEECH
    }

    private static final int SHORT = 12;

    /** Whether the model cannot even be brought to work. */
    boolean isStart() {
        return kind == Kind.LOAD || kind == Kind.WARM_UP;
    }

    String inWords() {
        String what =
                switch (kind) {
                    case LOAD -> "loading";
                    case WARM_UP -> "warming up";
                    case WINDOW -> "a window of " + length() + " with";
                    case SPEECH -> "finding speech in " + length() + " with";
                };
        return what + " " + model
                + modelSha256
                        .map(hash -> " (SHA-256 " + hash.substring(0, Math.min(SHORT, hash.length())) + "...)")
                        .orElse("")
                + " on " + library;
    }

    private String length() {
        return String.format(Locale.ROOT, "%.1f s", audio.toMillis() / 1e3)
                + clip.map(hash -> " (SHA-256 " + hash + ")").orElse("");
    }
}
