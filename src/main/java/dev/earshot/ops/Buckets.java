package dev.earshot.ops;

import java.time.Duration;
import java.util.stream.Stream;

/**
 * Upper bounds of what histograms count, fixed so that quantiles of several devices can be added up. From a command that is
 * answered at once to the four hours that a recording may have.
 */
final class Buckets {
    static final Duration[] SECONDS = Stream.of(
                    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 1_800_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    /** Above one the model is slower than people speak. */
    static final double[] REAL_TIME_FACTORS = {0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 4};

    private Buckets() {}
}
