package dev.earshot.http;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Gives each run of the service folders of its own, into which tests can look, and the same number of threads everywhere. */
public final class ServiceFolders implements QuarkusTestResourceLifecycleManager {
    /** The tests' own class loader sees the same system properties, but not the same statics. */
    private static final String PROPERTY = "tests.service.folder";

    /** A model that is installed and not loaded. */
    static final String OTHER_MODEL = "other-model";

    @Override
    public Map<String, String> start() {
        Path folder =
                Path.of("target/service-folders", UUID.randomUUID().toString()).toAbsolutePath();
        System.setProperty(PROPERTY, folder.toString());
        try {
            Files.createDirectories(folder.resolve("models"));
            Files.copy(
                    Path.of("src/demo-model/earshot-demo-q8_0.bin"),
                    folder.resolve("models/ggml-" + OTHER_MODEL + ".bin"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "earshot.cache.dir", folder.resolve("cache").toString(),
                "earshot.uploads.dir", uploads().toString(),
                "earshot.models.dir", folder.resolve("models").toString(),
                // Two threads of whisper.cpp spin for each other, and crawl where other builds share the cores.
                "earshot.engine.threads", "1",
                "quarkus.http.test-port", "0");
    }

    static Path models() {
        return Path.of(System.getProperty(PROPERTY), "models");
    }

    static Path uploads() {
        return Path.of(System.getProperty(PROPERTY), "uploads");
    }

    /** Recordings that lie on the disk now. */
    static List<Path> uploadedFiles() {
        return uploadedFiles(uploads());
    }

    static List<Path> uploadedFiles(Path uploads) {
        try (Stream<Path> files = Files.walk(uploads)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().equals("lock"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // Left to look into; "mvn clean" removes them.
    }
}
