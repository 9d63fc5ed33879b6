package dev.earshot.engine;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * How one model takes the place of another.
 *
 * @param trial that the new one must make
 * @param fitsBeside whether memory holds both; asked when the change begins, and again when the model for long recordings has gone
 * @param patience where only one fits: how long recordings under way may take to end before the change is given up
 */
public record Changeover(Trial trial, BooleanSupplier fitsBeside, Duration patience) {
    public Changeover {
        Objects.requireNonNull(trial, "trial");
        Objects.requireNonNull(fitsBeside, "fitsBeside");
        Objects.requireNonNull(patience, "patience");
    }
}
