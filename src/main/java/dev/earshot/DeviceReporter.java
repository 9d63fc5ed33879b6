package dev.earshot;

import dev.earshot.device.MachineFacts;
import dev.earshot.device.ProfileChoice;
import dev.earshot.device.check.Checks;
import dev.earshot.device.check.DeviceReport;
import dev.earshot.device.check.Situation;
import dev.earshot.engine.EngineException;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import dev.earshot.whisper.NativeLibrary;
import io.quarkus.runtime.configuration.MemorySize;
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

    static DeviceReport report(Configuration config) {
        EarshotConfig earshot = config.earshot();
        MachineFacts machine = Parts.machine(earshot);
        ProfileChoice choice =
                DeviceProfileSource.choose(machine, earshot.profiles().dir(), earshot.profile());
        Situation situation = situation(config, machine);
        return new DeviceReport(
                machine, choice, overridden(config.values(), choice), situation.model(), Checks.all(situation));
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

    private static Situation situation(Configuration config, MachineFacts machine) {
        EarshotConfig earshot = config.earshot();
        String library = "none";
        Optional<String> libraryProblem = Optional.empty();
        try {
            library = NativeLibrary.choice(machine, Parts.libraries(earshot, machine));
        } catch (EngineException e) {
            libraryProblem = Optional.of(e.getMessage());
        }
        ModelChoice chosen = Parts.choice(earshot, Parts.models(earshot));
        String model = "none";
        Optional<String> modelProblem = Optional.empty();
        Optional<Long> bytes = Optional.empty();
        try {
            model = chosen.description();
            bytes = chosen.installedFile().map(ModelDescription::sizeBytes);
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
                bytes,
                earshot.planning().memoryCap().map(MemorySize::asLongValue),
                folder.toString(),
                free(folder),
                KEEP_FREE,
                Parts.decoder(earshot, config.limits()).ffmpegAvailable(),
                config.host() + ":" + config.port(),
                Optional.of(isTaken(config.host(), config.port())),
                Instant.now());
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
