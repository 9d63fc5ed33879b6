package dev.earshot.engine;

/** What is asked of the model. */
public enum Task {
    /** The spoken words in the spoken language. */
    TRANSCRIBE,
    /** The spoken words in English. */
    TRANSLATE
}
