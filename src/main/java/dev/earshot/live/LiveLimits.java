package dev.earshot.live;

import java.time.Duration;

/**
 * How much sessions may take.
 *
 * @param sessions at a time
 * @param held audio that one session holds unread; beyond it its client is made to wait
 * @param partialInterval between partial readings of one session at least
 * @param idle a session without audio ends after this
 * @param total the longest session
 */
public record LiveLimits(int sessions, Duration held, Duration partialInterval, Duration idle, Duration total) {
    public LiveLimits {
        if (sessions < 1) {
            throw new IllegalArgumentException("sessions must be at least 1, not " + sessions);
        }
        if (held.compareTo(LEAST_HELD) < 0) {
            throw new IllegalArgumentException("held must be at least " + LEAST_HELD.toSeconds() + " s, not " + held);
        }
    }

    /** Two windows: one that is read, one that grows. */
    public static final Duration LEAST_HELD = Duration.ofSeconds(60);
}
