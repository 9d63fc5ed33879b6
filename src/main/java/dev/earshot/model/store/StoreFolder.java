package dev.earshot.model.store;

import dev.earshot.model.InstalledModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where things lie. Versions are in a hidden folder; what everybody else sees is a relative symbolic link to one of them, and
 * which version that is, is written nowhere else, so that one rename changes it:
 *
 * <pre>
 * ggml-base-q8_0.bin -> .store/versions/base-q8_0/2/ggml-base-q8_0.bin
 * .store/versions/base-q8_0/2/ggml-base-q8_0.bin
 * .store/versions/base-q8_0/2/version.json    what it is; in place before the folder has its number
 * .store/versions/base-q8_0/2/before.json     what was active before this became it; counts only while this is active
 * .store/incoming/base-q8_0/                  unfinished work, seen by nobody
 * .store/locks/base-q8_0
 * .store/active.json                          which model was put in use last, see {@link ActiveModel}
 * </pre>
 */
final class StoreFolder {
    private static final int MOST_MODELS = 1000;
    private static final int MOST_VERSIONS = 1000;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern LINK = Pattern.compile("\\.store/versions/([^/]+)/([1-9][0-9]{0,8})/([^/]+)");
    private static final String HIDDEN = ".store";

    private final Path directory;

    StoreFolder(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    Path visible(ModelName name) {
        return directory.resolve(name.fileName());
    }

    Path versionFolder(ModelName name, int version) {
        return versions(name).resolve(Integer.toString(version));
    }

    Path modelFile(ModelName name, int version) {
        return versionFolder(name, version).resolve(name.fileName());
    }

    Path versionFile(ModelName name, int version) {
        return versionFolder(name, version).resolve("version.json");
    }

    Path beforeFile(ModelName name, int version) {
        return versionFolder(name, version).resolve("before.json");
    }

    Path activeFile() {
        return hidden().resolve("active.json");
    }

    Path versions(ModelName name) {
        return hidden().resolve("versions").resolve(name.value());
    }

    Path incoming(ModelName name) {
        return hidden().resolve("incoming").resolve(name.value());
    }

    Path lock(ModelName name) {
        return hidden().resolve("locks").resolve(name.value());
    }

    private Path hidden() {
        return directory.resolve(HIDDEN);
    }

    /** What the visible link of a version says. */
    Path linkTarget(ModelName name, int version) {
        return directory.relativize(modelFile(name, version));
    }

    void create(ModelName name) throws IOException {
        Files.createDirectories(versions(name));
        Files.createDirectories(incoming(name));
        Files.createDirectories(lock(name).getParent());
    }

    /** Of the store's models and of those that people placed in the folder. */
    List<ModelName> names() throws IOException {
        TreeSet<ModelName> names = new TreeSet<>();
        for (String entry : entries(hidden().resolve("versions"), MOST_MODELS)) {
            if (ModelName.isOne(entry) && !numbers(new ModelName(entry)).isEmpty()) {
                names.add(new ModelName(entry));
            }
        }
        for (String entry : entries(directory, MOST_MODELS)) {
            String name = InstalledModels.nameOf(Path.of(entry));
            if (entry.endsWith(".bin") && ModelName.isOne(name) && Files.isRegularFile(directory.resolve(entry))) {
                names.add(new ModelName(name));
            }
        }
        return List.copyOf(names);
    }

    /** Versions that are wholly there, in order. */
    List<Integer> numbers(ModelName name) throws IOException {
        return entries(versions(name), MOST_VERSIONS).stream()
                .filter(entry -> NUMBER.matcher(entry).matches())
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    /** The version that the visible link shows, if the link is ours and the version is there. */
    OptionalInt active(ModelName name) throws IOException {
        OptionalInt linked = linked(name);
        return linked.isPresent() && Files.isRegularFile(modelFile(name, linked.getAsInt()))
                ? linked
                : OptionalInt.empty();
    }

    private OptionalInt linked(ModelName name) throws IOException {
        Path visible = visible(name);
        if (!Files.isSymbolicLink(visible)) {
            return OptionalInt.empty();
        }
        Matcher link = LINK.matcher(Files.readSymbolicLink(visible).toString());
        boolean ours = link.matches()
                && link.group(1).equals(name.value())
                && link.group(3).equals(name.fileName());
        return ours ? OptionalInt.of(Integer.parseInt(link.group(2))) : OptionalInt.empty();
    }

    /** The version that was active before the active one, if it is still there. */
    OptionalInt previous(ModelName name) throws IOException {
        OptionalInt active = active(name);
        if (active.isEmpty()) {
            return active;
        }
        try {
            int before = (int) StoreJson.number(StoreJson.read(beforeFile(name, active.getAsInt())), "version");
            return Files.isRegularFile(modelFile(name, before)) ? OptionalInt.of(before) : OptionalInt.empty();
        } catch (IOException e) {
            // None was written, or it is damaged: then nobody knows.
            return OptionalInt.empty();
        }
    }

    /** Whether something of that name lies in the folder that is not the store's. */
    boolean isPlacedByHand(ModelName name) throws IOException {
        return Files.exists(visible(name), LinkOption.NOFOLLOW_LINKS)
                && linked(name).isEmpty();
    }

    private static List<String> entries(Path folder, int most) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<String> names = new ArrayList<>();
            entries.limit(most).forEach(entry -> names.add(entry.getFileName().toString()));
            return names;
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }
}
