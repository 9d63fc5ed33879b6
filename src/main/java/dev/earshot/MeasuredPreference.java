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

    /** Installed models for those who wait, best first, of which nothing is known on this machine with its native library. */
    static List<String> unmeasured(EarshotConfig config, InstalledModels installed) throws ModelException {
        List<String> names = new ArrayList<>();
        for (String name : config.models().interactive().orElse(List.of())) {
            if (!name.equals(ModelChoice.NONE) && installed.find(name).isPresent()) {
                names.add(name);
            }
        }
        return candidates(
                        config,
                        names,
                        installed,
                        Parts.measurements(config).read().measurements())
                .stream()
                .filter(it -> it.speed().isEmpty())
                .map(Candidate::name)
                .toList();
    }

    private static MeasuredChoice ranked(
            EarshotConfig config, List<String> names, InstalledModels installed, List<Measurement> known) {
        return MeasuredChoice.of(
                candidates(config, names, installed, known), config.planning().latencyTarget());
    }

    private static List<Candidate> candidates(
            EarshotConfig config, List<String> names, InstalledModels installed, List<Measurement> known) {
        if (known.isEmpty()) {
            return unmeasured(names);
        }
        MachineFacts machine = Parts.machine(config);
        NativeLibrary.Identity library;
        try {
            library = NativeLibrary.identity(machine, Parts.libraries(config, machine));
        } catch (EngineException e) {
            // Nothing can be loaded, and whoever tries says why.
            return unmeasured(names);
        }
        Measurements here = Measurements.at(Place.of(machine, library.variant(), library.version()), known);
        Setting usual = Parts.usual(config, machine);
        List<Candidate> candidates = new ArrayList<>();
        for (String name : names) {
            candidates.add(new Candidate(name, speed(here, name, installed, usual)));
        }
        return candidates;
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
