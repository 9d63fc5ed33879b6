package dev.earshot.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the recordings that a command line means, and where their texts go. */
final class Recordings {
    /** A folder's other files are left out; whoever names a file means it, whatever it is called. */
    private static final Set<String> ENDINGS = Set.of(
            "wav", "wave", "mp3", "mp2", "m4a", "m4b", "mp4", "m4v", "mov", "3gp", "3g2", "flac", "ogg", "oga", "opus",
            "webm", "mkv", "mka", "amr", "awb", "aiff", "aif", "aifc", "caf", "au", "snd", "wma", "asf", "wmv", "avi",
            "flv", "mpg", "mpeg", "vob", "ts", "aac");

    private static final int MOST = 100_000;

    /**
     * One recording.
     *
     * @param file as the user wrote it, or below the folder as the user wrote that
     * @param output where its text goes; empty for standard output
     */
    record Recording(Path file, Optional<Path> output) {}

    private final boolean recursive;
    private final Optional<Path> out;
    private final String ending;
    private final Map<Path, Recording> found = new LinkedHashMap<>();
    private final Set<Path> seen = new HashSet<>();
    private int others;

    /**
     * @param out folder for the texts; without one they go beside the recordings
     * @param ending of the texts' names
     */
    Recordings(boolean recursive, Optional<Path> out, String ending) {
        this.recursive = recursive;
        this.out = out;
        this.ending = ending;
    }

    /**
     * Adds a file, or what a folder holds.
     *
     * @throws WrongUse where there is no such thing
     */
    void add(Path named) {
        if (Files.isDirectory(named)) {
            below(named).forEach(file -> add(file, named.relativize(file)));
        } else if (Files.isRegularFile(named)) {
            add(named, named.getFileName());
        } else {
            throw new WrongUse(
                    Files.exists(named)
                            ? named + " is neither a file nor a folder."
                            : "There is no file or folder " + named + ".");
        }
    }

    private List<Path> below(Path folder) {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> entries = Files.walk(folder, recursive ? Integer.MAX_VALUE : 1)) {
            entries.filter(Files::isRegularFile).sorted().forEach(file -> {
                if (isRecording(file)) {
                    files.add(file);
                } else {
                    others++;
                }
            });
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw new CannotRun("Cannot list the folder " + folder + ": " + e.getMessage());
        }
    }

    private static boolean isRecording(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0
                && !name.startsWith(".")
                && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /** Names keep their ending, {@code en1.wav.txt}: there may be an {@code en1.mp3} beside it. */
    private void add(Path file, Path below) {
        if (!seen.add(file.toAbsolutePath().normalize())) {
            return;
        }
        Path output = out.map(folder -> folder.resolve(below)).orElse(file);
        Path named = output.resolveSibling(output.getFileName() + ending);
        Recording before =
                found.putIfAbsent(named.toAbsolutePath().normalize(), new Recording(file, Optional.of(named)));
        if (before != null) {
            throw new WrongUse("The texts of " + before.file() + " and " + file + " would both become " + named
                    + ". Name a folder that holds both, with --recursive, or run once for each.");
        }
        if (found.size() > MOST) {
            throw new WrongUse("There are more than " + MOST + " recordings; name fewer folders at a time.");
        }
    }

    List<Recording> all() {
        return List.copyOf(found.values());
    }

    /** Files in folders that do not look like recordings. */
    int others() {
        return others;
    }

    /** Folders that texts go to. */
    Set<Path> folders() {
        Map<Path, Path> folders = new HashMap<>();
        for (Recording recording : found.values()) {
            recording
                    .output()
                    .map(output -> output.toAbsolutePath().getParent())
                    .ifPresent(folder -> folders.put(folder, folder));
        }
        return folders.keySet();
    }
}
