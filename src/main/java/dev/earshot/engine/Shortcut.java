package dev.earshot.engine;

import java.util.Locale;

/** What a request gives up so that its answer comes in time; in the order in which it is given up. */
public enum Shortcut {
    /** Greedy instead of a beam search. */
    BEAM_SIZE,
    /** A text that looks wrong is not read again, neither warmer nor with the full context. */
    FALLBACK,
    /** A context that is as long as the recording, although this device or request does without. */
    AUDIO_CONTEXT;

    /** As answers name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
