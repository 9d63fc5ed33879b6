package dev.earshot;

import dev.earshot.device.MachineFacts;
import dev.earshot.engine.EngineException;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelException;
import dev.earshot.model.store.ActiveModel;
import dev.earshot.planning.MeasuredChoice;
import dev.earshot.planning.MeasuredChoice.Candidate;
import dev.earshot.planning.MeasuredChoice.Speed;
import dev.earshot.planning.Measurement;
import dev.earshot.planning.MeasurementFile;
import dev.earshot.planning.Measurements;
import dev.earshot.planning.Place;
import dev.earshot.planning.Setting;
import dev.earshot.whisper.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The models for this machine, best first: those to wait for, by what they were measured to take here, then those for long recordings. */
final class MeasuredPreference {
    private static final Logger LOG = Logger.getLogger(MeasuredPreference.class);

    private MeasuredPreference() {}

    static MeasuredChoice of(EarshotConfig config, InstalledModels installed) {
        List<String> all = Parts.candidates(config);
        MeasurementFile.Contents known = Parts.measurements(config).read();
        known.problem().ifPresent(LOG::warn);
        List<String> interactive = config.models().interactive().orElse(List.of());
        MeasuredChoice ranked =
                ranked(config, all.stream().filter(interactive::contains).toList(), installed, known.measurements());
        // What somebody put in use is a decision, as earshot.model is one.
        Optional<String> used = ActiveModel.in(Folders.models(config));
        List<String> order = Stream.of(used.stream(), ranked.order().stream(), all.stream())
                .flatMap(names -> names)
                .distinct()
                .toList();
        Map<String, String> reasons = new HashMap<>(ranked.reasons());
        used.ifPresent(name -> reasons.put(name, "put in use last (earshot models use)"));
        return new MeasuredChoice(order, reasons);
    }

    private static List<Candidate> unmeasured(List<String> names) {
        return names.stream().map(name -> new Candidate(name, Optional.empty())).toList();
    }

    private static MeasuredChoice ranked(
            EarshotConfig config, List<String> names, InstalledModels installed, List<Measurement> known) {
        if (known.isEmpty()) {
            return MeasuredChoice.of(unmeasured(names), Optional.empty());
        }
        MachineFacts machine = Parts.machine(config);
        NativeLibrary.Identity library;
        try {
            library = NativeLibrary.identity(machine, Parts.libraries(config, machine));
        } catch (EngineException e) {
            // Nothing can be loaded, and whoever tries says why.
            return MeasuredChoice.of(unmeasured(names), Optional.empty());
        }
        Measurements here = Measurements.at(Place.of(machine, library.variant(), library.version()), known);
        Setting usual = Parts.usual(config, machine);
        List<Candidate> candidates = new ArrayList<>();
        for (String name : names) {
            candidates.add(new Candidate(name, speed(here, name, installed, usual)));
        }
        return MeasuredChoice.of(candidates, config.planning().latencyTarget());
    }

    /** Only an installed model has one. What cannot be listed is told when it is chosen. */
    private static Optional<Speed> speed(Measurements here, String name, InstalledModels installed, Setting usual) {
        try {
            Optional<Path> file = installed.find(name);
            return file.isEmpty()
                    ? Optional.empty()
                    : here.speed(InstalledModels.nameOf(file.get()), Files.size(file.get()), usual);
        } catch (IOException | ModelException e) {
            return Optional.empty();
        }
    }
}
