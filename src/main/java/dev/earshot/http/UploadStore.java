package dev.earshot.http;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The folder for recordings that are too large for memory, and the account of all bytes in flight.
 *
 * <p>Each process has a folder of its own below the configured one and holds a lock in it. A folder whose lock is free
 * belongs to a process that died; it is removed at the next start, with what was left in it.
 */
public final class UploadStore implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String PREFIX = "process-";

    private final Path folder;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final long maxTotal;
    private final long keepFree;
    private final AtomicLong inFlight = new AtomicLong();

    /**
     * @param base existing or not; is made
     * @param maxTotal bytes in flight at the same time, in memory and on disk
     * @param keepFree bytes left free on the disk
     */
    public UploadStore(Path base, long maxTotal, long keepFree) {
        this.maxTotal = maxTotal;
        this.keepFree = keepFree;
        try {
            Files.createDirectories(base);
            removeLeftovers(base);
            folder = base.resolve(PREFIX + UUID.randomUUID());
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            lockChannel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock = lockChannel.lock();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use " + base + " for uploads (earshot.uploads.dir): " + e, e);
        }
    }

    private static void removeLeftovers(Path base) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, PREFIX + "*")) {
            for (Path dead : folders) {
                if (isDead(dead)) {
                    delete(dead);
                }
            }
        }
    }

    private static boolean isDead(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (NoSuchFileException e) {
            // Made this instant by a process that has no lock yet, or left half removed.
            return Files.getLastModifiedTime(folder).toMillis()
                    < System.currentTimeMillis() - Duration.ofMinutes(1).toMillis();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    /** Bytes that were announced or received and are not given back yet. */
    final class Reservation implements AutoCloseable {
        private long bytes;

        /** Takes more in. May be called from one thread at a time. */
        void grow(long more) {
            if (inFlight.addAndGet(more) > maxTotal) {
                inFlight.addAndGet(-more);
                throw EngineException.busy(
                        "The recordings being received fill their room of " + maxTotal
                                + " bytes (earshot.uploads.max-total). Try again later.",
                        Duration.ofSeconds(10));
            }
            bytes += more;
        }

        @Override
        public void close() {
            inFlight.addAndGet(-bytes);
            bytes = 0;
        }
    }

    Reservation reserve() {
        return new Reservation();
    }

    /** @throws EngineException {@link ErrorCode#DISK_FULL} if so many bytes would not leave the room to be kept free */
    void requireDisk(long bytes) {
        long usable = usableBytes();
        if (usable - bytes < keepFree) {
            throw new EngineException(
                    ErrorCode.DISK_FULL,
                    "The disk has no room for this recording: " + bytes + " bytes are needed, " + usable
                            + " are free and " + keepFree + " are to stay free (earshot.uploads.keep-free).");
        }
    }

    /** Whether recordings can still be stored at all. */
    boolean hasDisk() {
        return usableBytes() >= keepFree;
    }

    private long usableBytes() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    /** A new name in the folder; the file does not exist yet. */
    Path newFile() {
        return folder.resolve("upload-" + UUID.randomUUID());
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            lock.close();
            lockChannel.close();
            delete(folder);
        } catch (IOException e) {
            // The next start removes it.
        }
    }
}
