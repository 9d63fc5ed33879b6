package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the package table: who may import whom, and how large classes may grow. */
class PackageDependenciesTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/earshot");
    private static final Pattern OWN_IMPORT = Pattern.compile("^import (?:static )?dev\\.earshot\\.(\\w+)\\.");
    private static final Pattern ANY_IMPORT = Pattern.compile("^import (?:static )?([\\w.]+);");

    /** Who may import whom among our packages; the root package puts everything together. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("audio", Set.of()),
            Map.entry("engine", Set.of("audio")),
            Map.entry("whisper", Set.of("engine", "model", "device")),
            Map.entry("device", Set.of()),
            Map.entry("model", Set.of("device")),
            Map.entry("transcript", Set.of("engine")),
            Map.entry("http", Set.of("audio", "device", "engine", "transcript", "model")),
            Map.entry("planning", Set.of("device", "model", "engine")),
            Map.entry("systemd", Set.of("engine")),
            Map.entry("recovery", Set.of("engine")),
            Map.entry("live", Set.of("audio", "engine", "transcript")),
            Map.entry("ops", Set.of("audio", "device", "engine", "http", "live", "model", "planning", "recovery")),
            Map.entry("cli", Set.of("audio", "device", "engine", "model", "ops", "planning", "transcript", "whisper")));

    /** Packages that stay free of frameworks: each of their classes can be made with new. */
    private static final Set<String> JDK_ONLY = Set.of("audio", "engine", "device", "model", "planning");

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static List<Path> packages() throws IOException {
        try (Stream<Path> folders = Files.list(SOURCES)) {
            return folders.filter(Files::isDirectory).toList();
        }
    }

    @Test
    void shouldHaveARowForEveryPackageAndASentenceInIt() throws IOException {
        for (Path folder : packages()) {
            assertThat(MAY_IMPORT).containsKey(folder.getFileName().toString());
            assertThat(folder.resolve("package-info.java")).content().startsWith("/**");
        }
    }

    @Test
    void shouldImportOnlyWhatTheTableAllows() throws IOException {
        for (Path folder : packages()) {
            String name = folder.getFileName().toString();
            for (Path file : sources(folder)) {
                for (String line : Files.readAllLines(file)) {
                    Matcher own = OWN_IMPORT.matcher(line);
                    if (own.find() && !own.group(1).equals(name)) {
                        assertThat(MAY_IMPORT.get(name))
                                .as("%s: %s", file, line)
                                .contains(own.group(1));
                    }
                }
            }
        }
    }

    @Test
    void shouldKeepTheDomainFreeOfFrameworks() throws IOException {
        for (String name : JDK_ONLY) {
            for (Path file : sources(SOURCES.resolve(name))) {
                for (String line : Files.readAllLines(file)) {
                    Matcher any = ANY_IMPORT.matcher(line);
                    if (any.find()) {
                        assertThat(any.group(1)).as("%s", file).matches(allowedIn(file) + "\\..*");
                    }
                }
            }
        }
    }

    /** The model store keeps its records in JSON, and planning its measurements. */
    private static String allowedIn(Path file) {
        boolean json = file.startsWith(SOURCES.resolve("model/store"))
                || file.toString().startsWith(SOURCES + "/planning/Measurement");
        // Of javax, the JDK's own part.
        return json ? "(java|javax\\.net|dev\\.earshot|com\\.fasterxml\\.jackson)" : "(java|javax\\.net|dev\\.earshot)";
    }

    @Test
    void shouldTouchTheWrapperInOnePackageOnly() throws IOException {
        for (Path file : sources(SOURCES)) {
            if (!file.startsWith(SOURCES.resolve("whisper"))) {
                assertThat(file).content().doesNotContain("givimad.whisperjni;").doesNotContain("import io.github");
            }
        }
    }

    @Test
    void shouldKeepClassesSmall() throws IOException {
        List<Integer> sizes = sources(SOURCES).stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .map(PackageDependenciesTest::lines)
                .sorted()
                .toList();

        assertThat(sizes.get(sizes.size() / 2)).as("median lines of a class").isLessThan(90);
        assertThat(sizes.get(sizes.size() * 9 / 10)).as("nine of ten classes").isLessThan(250);
        assertThat(sizes.get(sizes.size() - 1)).as("the longest class").isLessThanOrEqualTo(400);
    }

    private static int lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
