package dev.earshot.engine;

import java.util.Locale;

/** Why a transcript has no words; silence is an answer, not an error. */
public enum EmptyReason {
    /** Neither the speech gate nor the model found any. */
    NO_SPEECH;

    /** The word that callers see: {@code no_speech}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
