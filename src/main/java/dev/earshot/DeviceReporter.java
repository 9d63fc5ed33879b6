package dev.earshot;

import dev.earshot.device.MachineFacts;
import dev.earshot.device.ProfileChoice;
import dev.earshot.device.check.Checks;
import dev.earshot.device.check.DeviceReport;
import dev.earshot.device.check.MemoryNeed;
import dev.earshot.device.check.Situation;
import dev.earshot.engine.EngineException;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import dev.earshot.planning.MemoryPlan;
import dev.earshot.planning.MemoryPrediction;
import dev.earshot.planning.MemoryRoom;
import dev.earshot.whisper.NativeLibrary;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Gathers what the checks judge. Loads neither a model nor a native library. */
final class DeviceReporter {
    private static final long KEEP_FREE = 128L << 20;

    private DeviceReporter() {}

    /** For a process that is not the service. */
    static DeviceReport report(Configuration config) {
        boolean taken = isTaken(config.host(), config.port());
        EarshotConfig earshot = config.earshot();
        // What a running service has loaded is not available, and would be for that service.
        MemoryPlan memory = Parts.memory(earshot, !taken);
        ModelChoice chosen = Parts.choice(earshot, earshot.model(), memory);
        return report(config, chosen, memory, Optional.of(taken), longRecordings(earshot, chosen, memory));
    }

    private static String longRecordings(EarshotConfig config, ModelChoice chosen, MemoryPlan memory) {
        try {
            return chosen.model()
                    .map(first -> LongRecordings.wouldBeHeardBy(config, first, memory))
                    .orElse("none: earshot.model=none");
        } catch (ModelException e) {
            return "none: " + e.getMessage();
        }
    }

    /**
     * From inside the service, which has the port itself.
     *
     * @param chosen when the service started, or since
     * @param longRecordings which model hears them, in words
     */
    static DeviceReport running(Configuration config, ModelChoice chosen, String longRecordings) {
        MemoryPlan memory = Parts.memory(config.earshot(), !chosen.isGiven());
        return report(config, chosen, memory, Optional.empty(), longRecordings);
    }

    private static DeviceReport report(
            Configuration config,
            ModelChoice chosen,
            MemoryPlan memory,
            Optional<Boolean> portTaken,
            String longRecordings) {
        EarshotConfig earshot = config.earshot();
        MachineFacts machine = Parts.machine(earshot);
        ProfileChoice choice = Parts.profile(earshot, machine);
        Situation situation = situation(config, machine, chosen, memory, portTaken, longRecordings);
        return new DeviceReport(
                machine,
                choice,
                overridden(config.values(), choice),
                new DeviceReport.Model(situation.model(), reason(chosen), situation.need(), longRecordings),
                Checks.all(situation));
    }

    private static String reason(ModelChoice chosen) {
        try {
            return chosen.reason();
        } catch (ModelException e) {
            return "";
        }
    }

    private static List<DeviceReport.Overridden> overridden(SmallRyeConfig values, ProfileChoice choice) {
        return choice.profile().stream()
                .flatMap(profile -> profile.settings().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .flatMap(setting -> {
                            ConfigValue value = values.getConfigValue(setting.getKey());
                            return String.valueOf(value.getConfigSourceName())
                                            .contains("source=" + DeviceProfileSource.name(profile) + "]")
                                    ? Stream.<DeviceReport.Overridden>empty()
                                    : Stream.of(new DeviceReport.Overridden(
                                            setting.getKey(),
                                            setting.getValue(),
                                            String.valueOf(value.getValue()),
                                            String.valueOf(value.getConfigSourceName())));
                        }))
                .toList();
    }

    private static Situation situation(
            Configuration config,
            MachineFacts machine,
            ModelChoice chosen,
            MemoryPlan memory,
            Optional<Boolean> portTaken,
            String longRecordings) {
        EarshotConfig earshot = config.earshot();
        String library = "none";
        Optional<String> libraryProblem = Optional.empty();
        try {
            library = NativeLibrary.choice(machine, Parts.libraries(earshot, machine));
        } catch (EngineException e) {
            libraryProblem = Optional.of(e.getMessage());
        }
        String model = "none";
        Optional<String> modelProblem = Optional.empty();
        Optional<String> demoRemedy = Optional.empty();
        Optional<MemoryNeed> need = Optional.empty();
        try {
            demoRemedy = RealModel.remedy(earshot, chosen.model());
            need = chosen.model().map(it -> need(it, memory, chosen.isGiven()));
            model = chosen.description();
        } catch (ModelException e) {
            modelProblem = Optional.of(e.getMessage());
        }
        Path folder = existing(Folders.caches(earshot).get(0));
        return new Situation(
                machine,
                library,
                libraryProblem,
                library.contains("-cuda"),
                model,
                modelProblem,
                demoRemedy,
                need,
                longRecordings,
                // Callers of the service need not learn where it is.
                portTaken.isPresent() ? folder.toString() : "the cache folder",
                free(folder),
                KEEP_FREE,
                Parts.decoder(earshot, config.limits()).ffmpegAvailable(),
                config.host() + ":" + config.port(),
                portTaken,
                SafeStart.look(earshot).inWords(),
                Instant.now());
    }

    private static MemoryNeed need(ModelDescription model, MemoryPlan memory, boolean loaded) {
        MemoryPrediction prediction = memory.predict(model);
        MemoryRoom room = memory.room();
        return new MemoryNeed(
                prediction.usual(), prediction.most(), prediction.inWords(), room.bytes(), room.why(), loaded);
    }

    /** The folder is made when it is needed; its disk is that of the one above. */
    private static Path existing(Path folder) {
        Path found = folder.toAbsolutePath();
        while (!Files.exists(found) && found.getParent() != null) {
            found = found.getParent();
        }
        return found;
    }

    private static long free(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean isTaken(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
