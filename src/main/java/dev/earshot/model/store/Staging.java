package dev.earshot.model.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A version that is not one yet: its files lie in a folder that nobody looks at, and become a version when that folder is
 * renamed, whole. Used by the holder of the model's lock.
 */
final class Staging implements AutoCloseable {
    private static final String PREFIX = "new-";

    private final StoreFolder folder;
    private final ModelName name;
    private final Path staged;

    private Staging(StoreFolder folder, ModelName name, Path staged) {
        this.folder = folder;
        this.name = name;
        this.staged = staged;
    }

    static Staging in(StoreFolder folder, ModelName name) throws IOException {
        Path staged = folder.incoming(name).resolve(DurableFiles.randomName(PREFIX));
        Files.createDirectory(staged);
        return new Staging(folder, name, staged);
    }

    /** Removes what died processes left; a download that can go on stays. */
    static void clean(StoreFolder folder, ModelName name) throws IOException {
        List<Path> left;
        try (Stream<Path> entries = Files.list(folder.incoming(name))) {
            left = entries.filter(entry -> !Partial.isPartOfOne(entry)).toList();
        }
        for (Path entry : left) {
            DurableFiles.deleteTree(entry);
        }
    }

    /** Where the model file is to be put. */
    Path file() {
        return staged.resolve(name.fileName());
    }

    /** For what a program says; removed before the folder is renamed. */
    Path log() {
        return staged.resolve("log");
    }

    ModelName name() {
        return name;
    }

    int nextNumber() throws IOException {
        return folder.numbers(name).stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
    }

    /** Makes it the next version; the file must be forced to disk already. */
    InstalledVersion publish(InstalledVersion facts) throws IOException {
        InstalledVersion version = facts.numbered(nextNumber());
        DurableFiles.create(staged.resolve("version.json"), StoreJson.bytes(version.toJson()));
        DurableFiles.force(staged);
        DurableFiles.rename(staged, folder.versionFolder(name, version.version()));
        return version;
    }

    @Override
    public void close() throws IOException {
        DurableFiles.deleteTree(staged);
    }
}
