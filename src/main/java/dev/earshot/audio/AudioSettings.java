package dev.earshot.audio;

import java.time.Duration;
import java.util.Objects;

/**
 * The bounds of decoding.
 *
 * @param maxDuration longest recording that is accepted, counted in decoded sound and not in what a header claims
 * @param ffmpeg program for everything but WAV: a name looked up on {@code PATH}, or a path
 * @param ffmpegStall how long one read may wait for ffmpeg before it counts as hung and is killed
 */
public record AudioSettings(Duration maxDuration, String ffmpeg, Duration ffmpegStall) {
    /** Keeps frames = seconds x rate far inside a long. */
    private static final Duration LONGEST = Duration.ofDays(366);

    public static final AudioSettings DEFAULTS =
            new AudioSettings(Duration.ofHours(4), "ffmpeg", Duration.ofSeconds(30));

    public AudioSettings {
        requirePositive(maxDuration, "maxDuration");
        requirePositive(ffmpegStall, "ffmpegStall");
        if (Objects.requireNonNull(ffmpeg, "ffmpeg").isBlank()) {
            throw new IllegalArgumentException("ffmpeg must name a program, but is blank");
        }
    }

    private static void requirePositive(Duration value, String name) {
        if (Objects.requireNonNull(value, name).isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be above 0 and at most " + LONGEST + ", but is " + value);
        }
    }
}
