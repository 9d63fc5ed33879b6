package dev.earshot.planning;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What one model took with one setting.
 *
 * @param at when
 * @param model the file
 * @param place board and native library
 * @param figures what came out
 * @param before heat when it began
 * @param after heat when it was over
 */
public record Measurement(
        Instant at, Subject model, Place place, Setting setting, Figures figures, Heat before, Heat after) {
    /**
     * The file that was measured.
     *
     * @param name as users write it
     * @param sizeBytes of the file
     * @param sha256 of the file, where it was computed
     */
    public record Subject(String name, String quantization, long sizeBytes, Optional<String> sha256) {
        public Subject {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(quantization, "quantization");
            Objects.requireNonNull(sha256, "sha256");
        }
    }

    /**
     * The figures.
     *
     * @param latency of a short command, from the recording given to the text: the median
     * @param runs of which it is the median
     * @param readAgain of these, how many were read a second time since the fitted context looked wrong
     * @param audioContext encoder positions that the command used, of 1500
     * @param realTimeFactor processing time over length of half a minute of speech; absent where it was not measured
     * @param load from nothing to a model that is in memory, its checksum included
     */
    public record Figures(
            Duration latency,
            int runs,
            int readAgain,
            int audioContext,
            Optional<Double> realTimeFactor,
            Duration load) {
        public Figures {
            if (latency.isNegative() || latency.isZero()) {
                throw new IllegalArgumentException("latency must be longer than nothing, not " + latency);
            }
            if (runs < 1) {
                throw new IllegalArgumentException("runs must be at least 1, not " + runs);
            }
        }
    }

    public Measurement {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(figures, "figures");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
    }

    /** Whether this is what is known now of the same thing. */
    boolean replaces(Measurement older) {
        return model.name().equals(older.model.name()) && place.equals(older.place) && setting.equals(older.setting);
    }

    /** Whether the board was kept from its speed meanwhile. */
    public boolean slowedDown() {
        return before.slowedUntil(after);
    }
}
