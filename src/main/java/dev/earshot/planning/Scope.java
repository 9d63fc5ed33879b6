package dev.earshot.planning;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How much is measured.
 *
 * @param time for one model; what has not been begun then is left out
 * @param runs of the short command with a fitted context
 * @param fullRuns of it with the full one
 * @param everything each setting with each other, instead of one change at a time
 * @param others whether other settings than the configured one are measured at all
 */
public record Scope(Duration time, int runs, int fullRuns, boolean everything, boolean others) {
    /** What a person waits for. */
    public static final Scope QUICK = new Scope(Duration.ofSeconds(90), 3, 1, false);

    public static final Scope FULL = new Scope(Duration.ofMinutes(15), 5, 3, true);

    /** What the choice of a model needs. */
    static final Scope CONFIGURED = new Scope(Duration.ofSeconds(90), 3, 1, false, false);

    public Scope(Duration time, int runs, int fullRuns, boolean everything) {
        this(time, runs, fullRuns, everything, true);
    }

    /** One, two, four and so on, and all. */
    static List<Integer> threadCounts(int processors) {
        return Stream.concat(
                        IntStream.iterate(1, threads -> threads <= processors, threads -> threads * 2)
                                .boxed(),
                        Stream.of(processors))
                .distinct()
                .sorted()
                .toList();
    }
}
