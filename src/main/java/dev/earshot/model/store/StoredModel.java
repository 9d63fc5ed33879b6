package dev.earshot.model.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A model in the models folder.
 *
 * @param file what everybody else sees of it
 * @param placedByHand the file is somebody's own, and none of the versions
 * @param active the version that {@code file} shows
 * @param previous the version that was active before
 * @param versions in order
 */
public record StoredModel(
        String name,
        Path file,
        boolean placedByHand,
        OptionalInt active,
        OptionalInt previous,
        List<InstalledVersion> versions) {
    public StoredModel {
        versions = List.copyOf(versions);
    }

    /** Of the file that is seen. */
    public Optional<InstalledVersion> activeVersion() {
        return versions.stream()
                .filter(v -> active.isPresent() && v.version() == active.getAsInt())
                .findFirst();
    }
}
