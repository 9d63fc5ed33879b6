package dev.earshot.planning;

import dev.earshot.planning.MeasuredChoice.Speed;
import dev.earshot.planning.Setting.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What was measured where this process runs. The rest says nothing: it was another library, another board, fewer processors.
 *
 * @param all of them measured in this place
 */
public record Measurements(List<Measurement> all) {
    public static Measurements at(Place here, List<Measurement> known) {
        return new Measurements(
                known.stream().filter(it -> it.place().equals(here)).toList());
    }

    /**
     * What a short command takes with a model as it is computed here; absent where that was not measured. A library that cannot fit
     * the context has figures for the full one alone, and those count then.
     *
     * @param sizeBytes of the file; with another size it is another file
     */
    public Optional<Speed> speed(String model, long sizeBytes, Setting usual) {
        List<Measurement> ofModel = all.stream()
                .filter(it -> it.model().name().equals(model) && it.model().sizeBytes() == sizeBytes)
                .toList();
        return latest(ofModel, usual)
                .or(() -> latest(ofModel, usual.with(Context.FULL)))
                .map(it -> new Speed(it.figures().latency(), it.at()));
    }

    private static Optional<Measurement> latest(List<Measurement> measured, Setting setting) {
        return measured.stream().filter(it -> it.setting().equals(setting)).max(Comparator.comparing(Measurement::at));
    }
}
