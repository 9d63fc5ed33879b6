package dev.earshot.engine;

/**
 * What the loaded native library can do beyond text and segment times. The API consults it, so that nothing is promised
 * or invented that the library does not deliver.
 *
 * @param detectedLanguage tells which language it heard
 * @param wordTimes gives times for single words
 * @param segmentStatistics gives log-probabilities, tokens and no-speech probability of segments
 * @param abort a running decode can be stopped; otherwise work stops between windows
 * @param voiceActivity has a voice activity model of its own
 */
public record Capabilities(
        boolean detectedLanguage, boolean wordTimes, boolean segmentStatistics, boolean abort, boolean voiceActivity) {

    /** The natives inside whisper-jni 1.7.1: segments with times, nothing else. */
    public static final Capabilities STOCK = new Capabilities(false, false, false, false, false);

    /** Earshot's own natives: all of it. */
    public static final Capabilities OWN = new Capabilities(true, true, true, true, true);
}
