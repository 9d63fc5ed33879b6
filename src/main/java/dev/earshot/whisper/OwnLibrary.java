package dev.earshot.whisper;

import dev.earshot.device.MachineFacts;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.LibraryFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** Libraries that {@code native-libs/build.sh} made: told by the file it leaves beside them. */
final class OwnLibrary {
    private static final String BUILD_FACTS = "build.properties";

    /** By the class loader of this class. */
    private static Path loaded;

    private OwnLibrary() {}

    static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(BUILD_FACTS));
    }

    /** Processors older than our oldest variant would find no backend to compute with. */
    static void requireProcessor(MachineFacts machine) {
        String needed = machine.architecture().equals("x86_64") ? "sse4_2" : "asimd";
        if (!machine.has(needed)) {
            throw new EngineException(
                    ErrorCode.NOT_READY,
                    "The native library cannot run on " + machine.cpu().orElse("this processor") + ": it lacks "
                            + needed + ".");
        }
    }

    /**
     * @throws UnsatisfiedLinkError with the loader's words
     */
    static LibraryFacts load(String variant, Path folder) throws IOException {
        loadOnce(folder.resolve(NativeLibrary.FILE).toRealPath());
        return facts(variant, new String(NativeWhisper.describe(), StandardCharsets.UTF_8));
    }

    /** A second copy would be another library with tables of its own, and each method would be looked up in either. */
    private static synchronized void loadOnce(Path file) throws IOException {
        if (file.equals(loaded)) {
            return;
        }
        try {
            System.load(file.toString());
        } catch (UnsatisfiedLinkError e) {
            if (!String.valueOf(e.getMessage()).contains("another classloader")) {
                throw e;
            }
            loadCopy(file);
        }
        loaded = file;
    }

    /** A library belongs to one class loader. Development mode and tests make new ones; to those a copy is another library. */
    private static void loadCopy(Path file) throws IOException {
        Path copy = Files.createTempFile("earshot-", ".so");
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            System.load(copy.toString());
        } finally {
            Files.delete(copy);
        }
    }

    /** As the loaded library tells it; of a folder that cannot be read the version is unknown. */
    static String version(Path folder) {
        try {
            return version(Files.readAllLines(folder.resolve(BUILD_FACTS)));
        } catch (IOException e) {
            return version(List.of());
        }
    }

    /** The computing part for the oldest processors, by the name that the build gave it; they stand there from old to new. */
    static Optional<String> oldestPart(Path folder) throws IOException {
        return first(Files.readAllLines(folder.resolve(BUILD_FACTS)), "cpu_variants")
                .map(parts -> parts.split(";")[0].strip())
                .filter(part -> !part.isEmpty());
    }

    private static String version(List<String> lines) {
        return "whisper.cpp " + first(lines, "version").orElse("of unknown version");
    }

    private static LibraryFacts facts(String variant, String description) {
        List<String> lines = description.lines().toList();
        String cpu = first(lines, "cpu").orElse("none");
        List<String> devices = all(lines, "device");
        return new LibraryFacts(
                variant,
                version(lines),
                cpu + ": " + first(lines, "system_info").orElse(""),
                devices,
                first(lines, "gpu_note").map(why -> "The GPU is not used: " + why + "."));
    }

    private static Optional<String> first(List<String> lines, String key) {
        return all(lines, key).stream().findFirst();
    }

    private static List<String> all(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1).strip())
                .toList();
    }
}
