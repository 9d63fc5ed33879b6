package dev.earshot.engine;

/** Tells windows that may hold speech from those that surely do not. */
@FunctionalInterface
public interface SpeechDetector {
    /** Lets every window through. */
    SpeechDetector ALWAYS = samples -> true;

    /** @param samples mono, 16 kHz, finite */
    boolean mayHoldSpeech(float[] samples);
}
