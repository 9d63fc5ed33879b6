package dev.earshot;

import dev.earshot.model.DemoModel;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import dev.earshot.model.ModelFile;
import dev.earshot.planning.MemoryPlan;
import dev.earshot.recovery.Assessment;
import dev.earshot.recovery.Recovery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Looks, before the service starts, whether the ones before it died in native code, and if they did so again and again puts settings
 * above all others that make do with the least.
 */
final class SafeStart {
    private static volatile Recovery recovery = Recovery.none();
    private static volatile boolean serving;
    private static Map<String, String> settings;

    private SafeStart() {}

    /** Of this process; nothing is known or watched where the service was not started by the program, as in tests. */
    static Recovery recovery() {
        return recovery;
    }

    /** This process is the service; a command is none, and neither is a test. */
    static void serve() {
        serving = true;
    }

    static boolean isServing() {
        return serving;
    }

    /**
     * Looks at what the process before has left, once in the life of this one.
     *
     * @param root where the facts about this machine are read from
     * @return the settings of the safe profile; none for a start as usual
     */
    static synchronized Map<String, String> begin(Path folder, Path root) {
        if (settings == null) {
            recovery = Recovery.begin(folder, boot(root), Instant.now());
            settings = recovery.assessment().safe() ? safe(recovery.assessment().unloadable()) : Map.of();
        }
        return settings;
    }

    private static Map<String, String> safe(Set<String> unloadable) {
        try {
            return settings(Configuration.read().earshot(), unloadable);
        } catch (RefusedStart e) {
            // The start is refused in the same words once Quarkus reads the settings.
            return Map.of();
        }
    }

    /** What is known now, for whoever asks. */
    static Assessment look(EarshotConfig config) {
        // The service itself must not touch the lock that it holds: closing the file a second time would give it up.
        return recovery.watches()
                ? recovery.assessment()
                : Recovery.look(
                        Folders.recoveryOfService(config), boot(config.device().root()), Instant.now());
    }

    /** The kernel makes it anew at each start of the machine. */
    private static String boot(Path root) {
        try {
            return Files.readString(root.resolve("proc/sys/kernel/random/boot_id"))
                    .strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** @param unloadable names of models that are not to be taken */
    static Map<String, String> settings(EarshotConfig config, Set<String> unloadable) {
        Map<String, String> safe = new LinkedHashMap<>();
        safe.put("earshot.model", smallest(config, unloadable));
        // No second one for long recordings.
        safe.put("earshot.models.batch", ModelChoice.NONE);
        safe.put("earshot.native.oldest", "true");
        safe.put("earshot.engine.gpu", "false");
        safe.put("earshot.engine.flash-attention", "false");
        safe.put("earshot.engine.lanes", "1");
        // An empty value is none.
        safe.put("earshot.vad.model", "");
        return safe;
    }

    private static String smallest(EarshotConfig config, Set<String> unloadable) {
        InstalledModels installed = Parts.models(config);
        MemoryPlan memory = Parts.memory(config, true);
        List<Path> files;
        try {
            files = installed.list();
        } catch (ModelException e) {
            return DemoModel.NAME;
        }
        return files.stream()
                .map(SafeStart::sound)
                .flatMap(Optional::stream)
                .filter(model -> !unloadable.contains(model.name()))
                .filter(model -> memory.refusal(model).isEmpty())
                .min(Comparator.comparingLong(ModelDescription::sizeBytes))
                .map(model -> Objects.toString(model.file().toAbsolutePath()))
                .orElse(DemoModel.NAME);
    }

    private static Optional<ModelDescription> sound(Path file) {
        try {
            return Optional.of(ModelFile.inspect(file));
        } catch (ModelException e) {
            return Optional.empty();
        }
    }
}
