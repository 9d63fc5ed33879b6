package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Runs programs in a folder that has the npm packages of {@code src/test/js}. */
final class Node {
    private static final Path SOURCES = Path.of("src/test/js");

    private final Path folder;

    private Node(Path folder) {
        this.folder = folder;
    }

    /**
     * Installs the packages.
     *
     * @param name of the folder below {@code target}; each test has its own
     * @param programs copied into it
     */
    static Node in(String name, Path... programs) {
        Path folder = Path.of("target", name).toAbsolutePath();
        try {
            Files.createDirectories(folder);
            for (Path file : List.of(SOURCES.resolve("package.json"), SOURCES.resolve("package-lock.json"))) {
                copy(file, folder);
            }
            for (Path program : programs) {
                copy(program, folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Node node = new Node(folder);
        node.run(Map.of(), "npm", "ci", "--no-audit", "--no-fund", "--prefer-offline");
        return node;
    }

    private static void copy(Path file, Path folder) throws IOException {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    Path folder() {
        return folder;
    }

    /** What the program says, which must end well. */
    String run(Map<String, String> environment, String... command) {
        try {
            Path errors = folder.resolve("errors.txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as(String.join(" ", command) + ": " + said + Files.readString(errors))
                    .isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "This test needs " + command[0] + "; see install/test.sh (" + e.getMessage() + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
