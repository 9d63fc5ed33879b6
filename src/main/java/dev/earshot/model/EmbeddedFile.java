package dev.earshot.model;

import static dev.earshot.model.ModelException.Problem.UNPACK_FAILED;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A file inside the application that native code needs as a real one. It is written once, beside its final place, and
 * renamed, so that whoever looks sees no file or a whole one, with any number of processes at it and after a power cut
 * at any moment. What is already there is used only if every byte is right: the hash is computed at each start, since a
 * memory card can return other bytes than it was given.
 *
 * @param resource name on the class path, without a leading slash
 * @param fileName what it is called in the directory
 * @param sha256 lower-case hex
 */
public record EmbeddedFile(String resource, String fileName, String sha256, long length) {

    /** The whole file in the first of the directories that has it or can be given it. */
    public Path unpackInto(List<Path> directories) throws ModelException {
        return unpackInto(directories, EmbeddedFile.class.getClassLoader());
    }

    Path unpackInto(List<Path> directories, ClassLoader loader) throws ModelException {
        List<String> failures = new ArrayList<>();
        for (Path directory : directories) {
            try {
                return unpackInto(directory, loader);
            } catch (IOException e) {
                failures.add(directory + " (" + reason(e) + ")");
            }
        }
        throw new ModelException(
                UNPACK_FAILED, "Cannot unpack " + fileName + " into any of: " + String.join(", ", failures) + ".");
    }

    private Path unpackInto(Path directory, ClassLoader loader) throws IOException, ModelException {
        UnpackDirectory.create(directory);
        Path file = directory.resolve(fileName);
        if (isWhole(file)) {
            return file;
        }
        UnpackDirectory.deleteAbandoned(directory, fileName);
        Path temporary = UnpackDirectory.temporaryFile(directory, fileName);
        try {
            copy(loader, temporary);
            if (!isWhole(temporary)) {
                throw new IOException("what was written reads back differently");
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return file;
    }

    private boolean isWhole(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == length
                && Sha256.of(file, LinkOption.NOFOLLOW_LINKS).equals(sha256);
    }

    private void copy(ClassLoader loader, Path target) throws IOException, ModelException {
        try (InputStream in = loader.getResourceAsStream(resource);
                FileChannel out = FileChannel.open(target, StandardOpenOption.WRITE)) {
            if (in == null) {
                throw unusableResource("is missing");
            }
            String found = Sha256.copy(in, Channels.newOutputStream(out));
            if (!found.equals(sha256)) {
                throw unusableResource("is damaged: its SHA-256 is " + found + ", expected " + sha256);
            }
            out.force(true);
        }
    }

    /** No other directory would help. */
    private ModelException unusableResource(String found) {
        return new ModelException(
                UNPACK_FAILED, resource + " inside the application " + found + ". Install the application again.");
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException f) {
            return f.getReason() == null ? f.getClass().getSimpleName().replace("Exception", "") : f.getReason();
        }
        return e.getMessage();
    }
}
