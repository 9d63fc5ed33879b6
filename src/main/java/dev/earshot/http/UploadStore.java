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
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The folder for recordings that are too large for memory, and the account of all bytes in flight.
 *
 * <p>Each process has a folder of its own below the configured one and holds a lock in it. A folder whose lock is free
 * belongs to a process that died; it is removed at the next start, with what was left in it.
 */
public final class UploadStore implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(UploadStore.class);
    private static final String LOCK = "lock";
    private static final String PREFIX = "process-";
    private static final String ASIDE = "set-aside";
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Path folder;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final Bounds bounds;
    private int recordings;
    private long bytes;
    private long memoryBytes;
    private long promisedDisk;

    /**
     * What all uploads together may take.
     *
     * @param recordings at the same time
     * @param bytes in memory and on disk
     * @param memoryBytes in memory
     * @param keepFree bytes left free on the disk
     */
    public record Bounds(int recordings, long bytes, long memoryBytes, long keepFree) {}

    /** What becomes of recordings that a process left which died. */
    public enum Leftovers {
        /** They are removed, also those that were put aside before. */
        REMOVED,
        /** They are removed, and what was put aside before stays. */
        REMOVED_NEW,
        /** They are put aside, in place of those before: one of them may be what the process died of. */
        PUT_ASIDE
    }

    /** @param base existing or not; is made */
    public UploadStore(Path base, Bounds bounds) {
        this(base, bounds, Leftovers.REMOVED);
    }

    /** @param base existing or not; is made */
    public UploadStore(Path base, Bounds bounds, Leftovers leftovers) {
        this.bounds = bounds;
        try {
            Files.createDirectories(base);
            switch (leftovers) {
                case REMOVED -> deleteIfThere(base.resolve(ASIDE));
                case REMOVED_NEW -> {}
                case PUT_ASIDE -> putAside(base);
            }
            removeLeftovers(base);
            Path unnamed = Files.createTempDirectory(base, "new-");
            lockChannel =
                    FileChannel.open(unnamed.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock = lockChannel.lock();
            folder = Files.move(unnamed, base.resolve(PREFIX + UUID.randomUUID()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use " + base + " for uploads (earshot.uploads.dir): " + e, e);
        }
    }

    private static void removeLeftovers(Path base) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, PREFIX + "*")) {
            for (Path dead : folders) {
                removeIfDead(dead);
            }
        }
    }

    private static void deleteIfThere(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            delete(folder);
        }
    }

    private static void putAside(Path base) throws IOException {
        Path aside = base.resolve(ASIDE);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, PREFIX + "*")) {
            for (Path dead : folders) {
                if (isDead(dead) && hasUploads(dead)) {
                    deleteIfThere(aside);
                    Files.move(dead, aside);
                    Files.deleteIfExists(aside.resolve(LOCK));
                }
            }
        }
    }

    private static boolean hasUploads(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "upload-*")) {
            return files.iterator().hasNext();
        }
    }

    /** A folder of another user is left alone: it is not ours to judge, and no reason not to start. */
    private static void removeIfDead(Path folder) {
        try {
            if (isDead(folder)) {
                delete(folder);
            }
        } catch (IOException e) {
            LOG.debugf("Left alone: %s", e);
        }
    }

    private static boolean isDead(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (NoSuchFileException e) {
            // Left half removed; a living one gets its name only with its lock.
            return true;
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

    /** One recording's share; given back as a whole. Used by one thread at a time. */
    final class Reservation implements AutoCloseable {
        private long ownBytes;
        private long ownMemory;
        private long ownPromise;
        private boolean closed;

        /** Takes bytes in that were announced or received. */
        void grow(long more) {
            synchronized (UploadStore.this) {
                requireOpen();
                if (bytes + more > bounds.bytes()) {
                    throw EngineException.busy(
                            "The recordings being received fill their room of " + bounds.bytes()
                                    + " bytes (earshot.uploads.max-total). Try again later.",
                            LATER);
                }
                bytes += more;
                ownBytes += more;
            }
        }

        /** Whether so many bytes more may be kept in memory; then they are counted. */
        boolean growMemory(long more) {
            synchronized (UploadStore.this) {
                requireOpen();
                if (memoryBytes + more > bounds.memoryBytes()) {
                    return false;
                }
                memoryBytes += more;
                ownMemory += more;
                return true;
            }
        }

        /** Keeps disk for bytes that were announced. */
        void promiseDisk(long announced) {
            synchronized (UploadStore.this) {
                requireOpen();
                requireDisk(announced);
                promisedDisk += announced;
                ownPromise += announced;
            }
        }

        /** Is about to write so many bytes; those beyond what was promised must find room. */
        void writeDisk(long more) {
            synchronized (UploadStore.this) {
                requireOpen();
                long promised = Math.min(more, ownPromise);
                promisedDisk -= promised;
                ownPromise -= promised;
                if (promised < more) {
                    requireDisk(more - promised);
                }
            }
        }

        /** Shares that grow after they were given back would never be given back again. */
        private void requireOpen() {
            if (closed) {
                throw new EngineException(ErrorCode.CLIENT_GONE, "The request is over.");
            }
        }

        /** What was in memory is on disk now. */
        void releaseMemory() {
            synchronized (UploadStore.this) {
                memoryBytes -= ownMemory;
                ownMemory = 0;
            }
        }

        @Override
        public void close() {
            synchronized (UploadStore.this) {
                if (!closed) {
                    closed = true;
                    recordings--;
                    bytes -= ownBytes;
                    promisedDisk -= ownPromise;
                    releaseMemory();
                }
            }
        }
    }

    /** @throws EngineException {@link ErrorCode#BUSY} if too many recordings are being received */
    synchronized Reservation reserve() {
        if (recordings >= bounds.recordings()) {
            throw EngineException.busy(
                    "Too many recordings are being received: " + recordings + " (earshot.uploads.concurrent)."
                            + " Try again in a moment.",
                    LATER);
        }
        recordings++;
        return new Reservation();
    }

    private void requireDisk(long needed) {
        long free = usableBytes() - promisedDisk;
        if (free - needed < bounds.keepFree()) {
            throw new EngineException(
                    ErrorCode.DISK_FULL,
                    "The disk has no room for this recording: " + needed + " bytes are needed, " + Math.max(0, free)
                            + " are free and " + bounds.keepFree() + " are to stay free (earshot.uploads.keep-free).");
        }
    }

    /** Whether recordings can still be stored at all. */
    public boolean hasDisk() {
        return usableBytes() >= bounds.keepFree();
    }

    /** Asked by way of {@link java.io.File}, which needs no mount table; a chroot or a container may not show one. */
    public long usableBytes() {
        return folder.toFile().getUsableSpace();
    }

    /** A new name in the folder; the file does not exist yet. */
    Path newFile() {
        return folder.resolve("upload-" + UUID.randomUUID());
    }

    /** What stays free. */
    public long keepFree() {
        return bounds.keepFree();
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
