package dev.earshot.live;

import java.time.Duration;

/**
 * When somebody speaks and when they have finished.
 *
 * @param threshold 0..1, how sure it must be; higher in noise
 * @param prefix kept before the first sound of speech
 * @param silence ends an utterance
 */
public record TurnDetection(double threshold, Duration prefix, Duration silence) {
    /** Longer silence within an utterance is never one. */
    public static final Duration MOST_SILENCE = Duration.ofSeconds(10);

    /** What can be kept before speech. */
    public static final Duration MOST_PREFIX = Duration.ofSeconds(5);

    private static final Duration LEAST_SILENCE = Duration.ofMillis(100);

    /** OpenAI's. */
    public static final TurnDetection USUAL = new TurnDetection(0.5, Duration.ofMillis(300), Duration.ofMillis(500));

    public TurnDetection {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("threshold must be 0 to 1, not " + threshold);
        }
        if (prefix.isNegative() || prefix.compareTo(MOST_PREFIX) > 0) {
            throw new IllegalArgumentException(
                    "prefix must be 0 to " + MOST_PREFIX.toMillis() + " ms, not " + prefix.toMillis() + " ms");
        }
        if (silence.compareTo(LEAST_SILENCE) < 0 || silence.compareTo(MOST_SILENCE) > 0) {
            throw new IllegalArgumentException("silence must be " + LEAST_SILENCE.toMillis() + " to "
                    + MOST_SILENCE.toMillis() + " ms, not " + silence.toMillis() + " ms");
        }
    }
}
