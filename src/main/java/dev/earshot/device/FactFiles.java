package dev.earshot.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kernel's and the system's files below a root. What is not there, not readable or not as expected is absent: a missing fact
 * must never keep the service from starting. Every read has a bound, since a file under /sys or in a container may be anything.
 */
final class FactFiles {
    /** Longer files are cut here; /proc/cpuinfo of a large server stays below. */
    private static final int LONGEST_FILE = 1 << 20;

    /** More thermal zones, GPUs or sound cards than this are not looked at. */
    private static final int MOST_ENTRIES = 256;

    private final Path root;

    FactFiles(Path root) {
        this.root = root;
    }

    Path path(String relative) {
        return root.resolve(relative);
    }

    boolean exists(String relative) {
        return Files.exists(path(relative));
    }

    /** The whole text, up to the bound. */
    Optional<String> text(String relative) {
        return head(relative, LONGEST_FILE).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** The first bytes of a file. */
    Optional<byte[]> head(String relative, int most) {
        try {
            Path file = path(relative);
            // A FIFO would block, a device could do anything.
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(file)) {
                return Optional.of(in.readNBytes(most));
            }
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** A file with one word or line, as the kernel writes them; empty where there is none. */
    Optional<String> line(String relative) {
        return text(relative)
                .map(text -> text.replace("\0", "").strip())
                .filter(text -> !text.isEmpty())
                .map(text -> text.lines().findFirst().orElse(""));
    }

    Optional<Long> number(String relative) {
        return line(relative).flatMap(FactFiles::parsed);
    }

    static Optional<Long> parsed(String text) {
        try {
            return Optional.of(Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Names in a folder, in order. */
    List<String> list(String folder) {
        try (Stream<Path> entries = Files.list(path(folder))) {
            return entries.limit(MOST_ENTRIES)
                    .map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    Optional<Instant> changed(String relative) {
        try {
            return Optional.of(Files.getLastModifiedTime(path(relative)).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The value of a {@code key: value} line. */
    static Optional<String> value(String text, String key) {
        return text.lines()
                .filter(line -> line.indexOf(':') >= 0
                        && line.substring(0, line.indexOf(':')).strip().equals(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }
}
