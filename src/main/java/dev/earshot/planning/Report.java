package dev.earshot.planning;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run of the benchmark came to.
 *
 * @param measured in the order in which it was measured
 * @param missing what was not, and why
 */
public record Report(List<Measurement> measured, List<Missing> missing) {
    public Report {
        measured = List.copyOf(measured);
        missing = List.copyOf(missing);
    }

    /**
     * Something that was not measured.
     *
     * @param model as it was asked for
     * @param setting that was to be tried; absent where no setting was come to
     * @param reason in a sentence
     * @param planned left out since the time was up, or because it was stopped
     */
    public record Missing(String model, Optional<Setting> setting, String reason, boolean planned) {
        public Missing {
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(setting, "setting");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
