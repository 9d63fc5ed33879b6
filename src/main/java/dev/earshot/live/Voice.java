package dev.earshot.live;

/** What a short stretch of sound is. */
enum Voice {
    SPEECH,
    /** Begins no speech, but does not end it either. */
    UNSURE,
    SILENCE
}
