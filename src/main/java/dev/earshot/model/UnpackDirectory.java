package dev.earshot.model;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A directory that files are unpacked into and loaded from. What lies in it is checked and then loaded by name a moment
 * later, so a directory in which anybody could exchange the file in between is refused.
 */
final class UnpackDirectory {
    /** An unpacking takes seconds; a temporary file older than this belongs to a process that died. */
    static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    private static final String SUFFIX = ".unpacking";
    private static final FileAttribute<?> READABLE_BY_ALL =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--"));

    /** Belongs to the user this process runs as, also where that user has no name, as in many containers. */
    private static final Path OURSELVES = Path.of("/proc/self");

    private static final Path ROOT = Path.of("/");

    private UnpackDirectory() {}

    static void create(Path directory) throws IOException {
        Files.createDirectories(directory);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
        if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new FileSystemException(directory.toString(), null, "anybody may write to it");
        }
        if (!Files.exists(OURSELVES)) {
            return; // no Linux: a developer's machine
        }
        UserPrincipal owner = Files.getOwner(directory);
        if (!owner.equals(Files.getOwner(OURSELVES)) && !owner.equals(Files.getOwner(ROOT))) {
            throw new FileSystemException(directory.toString(), null, "it belongs to " + owner.getName());
        }
    }

    static Path temporaryFile(Path directory, String fileName) throws IOException {
        return Files.createTempFile(directory, "." + fileName + ".", SUFFIX, READABLE_BY_ALL);
    }

    /** Removes what earlier processes left half written. Best effort: another process may do the same right now. */
    static void deleteAbandoned(Path directory, String fileName) throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(ABANDONED_AFTER));
        String prefix = "." + fileName + ".";
        DirectoryStream.Filter<Path> ours = p -> {
            String name = p.getFileName().toString();
            return name.startsWith(prefix) && name.endsWith(SUFFIX);
        };
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ours)) {
            for (Path file : files) {
                deleteIfOlder(file, limit);
            }
        }
    }

    private static void deleteIfOlder(Path file, FileTime limit) {
        try {
            if (Files.getLastModifiedTime(file).compareTo(limit) < 0) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It costs disk space and nothing else; the next unpacking tries again.
        }
    }
}
