package dev.earshot.recovery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Pieces of work and crashes, made up. */
final class Works {
    static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private Works() {}

    static Work window(Instant at, String clip) {
        return new Work(
                at,
                Work.Kind.WINDOW,
                "base-q8_0",
                Optional.of("0123456789abcdef"),
                "linux-aarch64",
                Optional.of(clip),
                Duration.ofMillis(2900));
    }

    static Work load(Instant at, String model) {
        return new Work(at, Work.Kind.LOAD, model, Optional.empty(), "linux-aarch64", Optional.empty(), Duration.ZERO);
    }

    /** A window of each clip was at work. */
    static Crash crash(int minutesAfterNoon, String... clips) {
        Instant at = NOON.plus(Duration.ofMinutes(minutesAfterNoon));
        return new Crash(
                at, List.of(clips).stream().map(clip -> window(at, clip)).toList());
    }
}
