package dev.earshot.planning;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An order of models in which what was measured wins over what a profile assumes: first the most accurate one that answers a short
 * command in time, or if all that were measured are too slow the fastest of them, then the others as they were. A pure function.
 *
 * @param order names, best first
 * @param reasons what speaks for or against a model, in words, for those that were measured
 */
public record MeasuredChoice(List<String> order, Map<String, String> reasons) {
    public static final MeasuredChoice NONE = new MeasuredChoice(List.of(), Map.of());

    public MeasuredChoice {
        order = List.copyOf(order);
        reasons = Map.copyOf(reasons);
    }

    /**
     * An installed model.
     *
     * @param speed for a short command here; absent where it was not measured
     */
    public record Candidate(String name, Optional<Speed> speed) {
        public Candidate {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(speed, "speed");
        }
    }

    /**
     * What a short command took.
     *
     * @param at when that was measured
     */
    public record Speed(Duration latency, Instant at) {}

    /**
     * @param candidates the most accurate first
     * @param target how long a short command may take; without one the order stays
     */
    public static MeasuredChoice of(List<Candidate> candidates, Optional<Duration> target) {
        Map<String, String> reasons = new HashMap<>();
        for (Candidate candidate : candidates) {
            candidate.speed().ifPresent(speed -> reasons.put(candidate.name(), words(speed, target)));
        }
        List<String> order =
                new ArrayList<>(candidates.stream().map(Candidate::name).toList());
        target.flatMap(limit -> best(candidates, limit)).ifPresent(best -> {
            order.remove(best);
            order.add(0, best);
        });
        return new MeasuredChoice(order, reasons);
    }

    private static Optional<String> best(List<Candidate> candidates, Duration target) {
        List<Candidate> measured = candidates.stream()
                .filter(candidate -> candidate.speed().isPresent())
                .toList();
        return measured.stream()
                .filter(candidate -> latency(candidate).compareTo(target) <= 0)
                .findFirst()
                .or(() -> measured.stream().min(Comparator.comparing(MeasuredChoice::latency)))
                .map(Candidate::name);
    }

    private static Duration latency(Candidate measured) {
        return measured.speed().orElseThrow().latency();
    }

    private static String words(Speed speed, Optional<Duration> target) {
        return "measured " + speed.latency().toMillis() + " ms on "
                + speed.at().toString().substring(0, "2000-01-01".length())
                + target.map(limit -> ", target " + seconds(limit)).orElse("");
    }

    /** {@code 1 s}, {@code 1.5 s}. */
    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, time.toMillis() % 1000 == 0 ? "%.0f s" : "%.1f s", time.toMillis() / 1e3);
    }
}
