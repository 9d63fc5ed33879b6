package dev.earshot.model.store;

import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Says in a sentence what the disk refused. */
final class StoreFailure {
    private StoreFailure() {}

    static ModelException of(Path directory, IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (reason.contains("No space left") || reason.contains("Disk quota exceeded")) {
            return new ModelException(
                    Problem.NO_ROOM,
                    "The disk of " + directory + " is full. Remove models that are not needed (earshot models remove),"
                            + " or make room.",
                    e);
        }
        if (e instanceof AccessDeniedException) {
            return new ModelException(
                    Problem.NOT_WRITTEN,
                    "Not allowed to write to the models folder (" + ((AccessDeniedException) e).getFile()
                            + "). Use the account that it belongs to.",
                    e);
        }
        return new ModelException(
                Problem.NOT_WRITTEN, "The models folder " + directory + " failed: " + describe(e) + ".", e);
    }

    static ModelException withoutLinks(Path directory, Exception e) {
        return new ModelException(
                Problem.NOT_WRITTEN,
                "The file system of " + directory
                        + " has no symbolic links, which versions need. Place model files there"
                        + " by hand, or set earshot.models.dir to a folder on a Linux file system.",
                e);
    }

    static String describe(IOException e) {
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason() + " (" + f.getFile() + ")";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Asked before anything is written; the disk may still fill up meanwhile. */
    static void requireRoom(Path directory, long bytes, long keepFree) throws IOException, ModelException {
        FileStore store = Files.getFileStore(directory);
        long free = store.getUsableSpace();
        if (bytes > free - keepFree) {
            throw new ModelException(
                    Problem.NO_ROOM,
                    "Not enough room in " + directory + ": " + megabytes(bytes) + " are needed and "
                            + megabytes(keepFree)
                            + " are to stay free (earshot.models.keep-free), but only " + megabytes(free)
                            + " are left. Remove models that are not needed (earshot models remove), or make room.");
        }
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
