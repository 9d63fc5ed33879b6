package dev.earshot.model;

import static dev.earshot.model.ModelException.Problem.NOT_FOUND;
import static dev.earshot.model.ModelException.Problem.UNREADABLE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The models directory. Names from requests are compared with what lies there and never made into a path, so no name
 * leads out of it; a symbolic link inside it was placed by its owner and is followed.
 */
public final class InstalledModels {
    /** Entries looked at; a directory with more is not a models directory. */
    static final int MAX_ENTRIES = 1000;

    private static final String PREFIX = "ggml-";
    private static final String SUFFIX = ".bin";

    /** Finds speech and transcribes nothing; it may lie here, but is none of the models that a request can name. */
    private static final String VOICE_ACTIVITY = "ggml-silero-";

    private final Path directory;

    /** The directory need not exist; then nothing is installed. */
    public InstalledModels(Path directory) {
        this.directory = Objects.requireNonNull(directory, "directory");
    }

    /** The name users write for a file: without whisper.cpp's {@code ggml-} and {@code .bin}. */
    public static String nameOf(Path file) {
        return nameOf(String.valueOf(file.getFileName()));
    }

    private static String nameOf(String fileName) {
        String name = fileName.endsWith(SUFFIX) ? fileName.substring(0, fileName.length() - SUFFIX.length()) : fileName;
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    /** Model files by name, in alphabetical order; whether one can be loaded is for {@link ModelFile#inspect} to say. */
    public List<Path> list() throws ModelException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.limit(MAX_ENTRIES)
                    .filter(InstalledModels::isModelFile)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new ModelException(UNREADABLE, "Cannot list the models directory " + directory + ": " + e, e);
        }
    }

    private static boolean isModelFile(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(SUFFIX)
                && !name.startsWith(".")
                && !name.startsWith(VOICE_ACTIVITY)
                && Files.isRegularFile(file);
    }

    /** The installed file of that name, written as {@code base-q8_0}, {@code ggml-base-q8_0} or the file name. */
    public Optional<Path> find(String name) throws ModelException {
        List<Path> files = list();
        Optional<Path> exact = files.stream()
                .filter(f -> f.getFileName().toString().equals(name))
                .findFirst();
        return exact.isPresent()
                ? exact
                : files.stream().filter(f -> nameOf(f).equals(nameOf(name))).findFirst();
    }

    /**
     * The file that a setting means.
     *
     * @param configured a path, if it has a slash, or else the name of an installed model
     */
    public Path resolve(String configured) throws ModelException {
        if (configured.contains("/")) {
            return existing(configured);
        }
        Optional<Path> found = find(configured);
        if (found.isEmpty()) {
            throw new ModelException(NOT_FOUND, "No model \"" + configured + "\" in " + directory + ". " + advice());
        }
        return found.get();
    }

    private static Path existing(String configured) throws ModelException {
        try {
            Path file = Path.of(configured);
            if (Files.exists(file)) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw new ModelException(NOT_FOUND, "\"" + configured + "\" cannot be a file's path: " + e.getReason(), e);
        }
        throw new ModelException(NOT_FOUND, "No model file " + configured + ".");
    }

    private String advice() throws ModelException {
        List<Path> files = list();
        return files.isEmpty()
                ? "None is installed: fetch one (earshot models pull), place a whisper.cpp model file (ggml-*.bin) there, or"
                        + " give a path."
                : "Installed: " + files.stream().map(InstalledModels::nameOf).collect(Collectors.joining(", ")) + ".";
    }
}
