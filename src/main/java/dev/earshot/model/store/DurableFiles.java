package dev.earshot.model.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** File operations that leave the old or the new after a power cut, and nothing between: written, forced, then renamed. */
final class DurableFiles {
    private DurableFiles() {}

    static String randomName(String prefix) {
        return prefix + UUID.randomUUID();
    }

    /** Replaces a small file. {@code scratch} is on the same file system. */
    static void write(Path file, byte[] content, Path scratch) throws IOException {
        Path temporary = scratch.resolve(randomName("file-"));
        try {
            create(temporary, content);
            rename(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    static void create(Path file, byte[] content) throws IOException {
        Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        force(file);
    }

    /** Makes or replaces a symbolic link. */
    static void link(Path link, Path target, Path scratch) throws IOException {
        Path temporary = scratch.resolve(randomName("link-"));
        try {
            Files.createSymbolicLink(temporary, target);
            rename(temporary, link);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        force(to.getParent());
    }

    /** Waits until the disk has it. Of a folder: its entries. */
    static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    static void deleteTree(Path root) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(root)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException e) {
            return;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
