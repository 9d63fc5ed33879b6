package dev.earshot.recovery;

import dev.earshot.engine.VoiceModel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * What is known of crashes in native code, and the watch that lets the next start know of one more. One process watches in a folder;
 * a second one that comes there works unwatched. May be called from any thread.
 */
public final class Recovery implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Recovery.class);
    private static final String LOCK = "lock";

    private final Assessment assessment;
    private final boolean crashed;
    private final Journal journal;
    private final FileChannel lock;

    private Recovery(Assessment assessment, boolean crashed, Journal journal, FileChannel lock) {
        this.assessment = assessment;
        this.crashed = crashed;
        this.journal = journal;
        this.lock = lock;
    }

    /** Watches nothing and knows of nothing. */
    public static Recovery none() {
        return new Recovery(Assessment.NONE, false, null, null);
    }

    /**
     * Looks at what the process before has left, and watches from now on. Where the folder cannot be used nothing is watched, which
     * is told in the log.
     *
     * @param folder for its files; is made
     * @param boot tells this start of the machine from others
     */
    public static Recovery begin(Path folder, String boot, Instant now) {
        FileChannel lock = null;
        try {
            Files.createDirectories(folder);
            lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isFree(lock)) {
                LOG.infof("Another Earshot watches for crashes in %s; this one is not watched.", folder);
                lock.close();
                return none();
            }
            List<Crash> crashes = known(folder);
            Optional<Crash> last = last(folder, boot);
            last.ifPresent(crashes::add);
            if (last.isPresent()) {
                new CrashFile(folder).write(crashes);
            }
            return new Recovery(Assessment.of(crashes, now), last.isPresent(), new Journal(folder, boot), lock);
        } catch (IOException e) {
            LOG.warnf("Crashes of native code cannot be watched for in %s: %s", folder, e);
            closeQuietly(lock);
            return none();
        }
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            FileLock taken = channel.tryLock();
            return taken != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** A damaged file is as good as none: it is written anew with the next crash. */
    private static List<Crash> known(Path folder) {
        try {
            return new ArrayList<>(new CrashFile(folder).read());
        } catch (IOException e) {
            LOG.warnf("What is known of crashes in %s cannot be read: %s", folder, e.getMessage());
            return new ArrayList<>();
        }
    }

    private static Optional<Crash> last(Path folder, String boot) throws IOException {
        List<Work> left = Journal.leftIn(folder, boot);
        return left.isEmpty() ? Optional.empty() : Optional.of(CrashFile.of(left));
    }

    /** What the next start would know; for processes that only ask. */
    public static Assessment look(Path folder, String boot, Instant now) {
        if (!Files.isDirectory(folder)) {
            return Assessment.NONE;
        }
        List<Crash> crashes = known(folder);
        Path file = folder.resolve(LOCK);
        if (Files.isWritable(file)) {
            // Only of a process that is no more: what one notes that lives is no crash.
            try (FileChannel lock = FileChannel.open(file, StandardOpenOption.WRITE)) {
                if (isFree(lock)) {
                    last(folder, boot).ifPresent(crashes::add);
                }
            } catch (IOException e) {
                LOG.debugf("Not looked at: %s", e);
            }
        }
        return Assessment.of(crashes, now);
    }

    /**
     * Makes the next start an ordinary one.
     *
     * @return whether there was anything to forget
     */
    public static boolean forget(Path folder) throws IOException {
        boolean any = new CrashFile(folder).remove();
        Path file = folder.resolve(LOCK);
        if (Files.exists(file)) {
            try (FileChannel lock = FileChannel.open(file, StandardOpenOption.WRITE)) {
                if (isFree(lock)) {
                    Files.deleteIfExists(folder.resolve(Journal.NAME));
                }
            }
        }
        return any;
    }

    /** Whether this process is watched. */
    public boolean watches() {
        return journal != null;
    }

    public Assessment assessment() {
        return assessment;
    }

    /** Whether the process before this one ended while native code was at work. */
    public boolean crashed() {
        return crashed;
    }

    /** Watches one loader and what it loads. */
    public WatchedLoader loader() {
        return new WatchedLoader(journal == null ? Optional.empty() : Optional.of(journal::begin), setAside());
    }

    /** Watches a model that finds speech; its samples are a part of a recording. */
    public VoiceModel watched(VoiceModel voice, String name, String library) {
        return journal == null ? voice : new WatchedVoice(voice, journal::begin, setAside(), name, library);
    }

    private Set<String> setAside() {
        return assessment.setAside();
    }

    /** The process ends in order from here on; what native code still does is not told. */
    @Override
    public void close() {
        if (journal != null) {
            journal.close();
            closeQuietly(lock);
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debugf("Closing: %s", e.getMessage());
        }
    }
}
