package dev.earshot.model.store;

import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Takes versions away: out of sight by one rename, then from the disk. Used by the holder of the model's lock. */
final class Removal {
    private final StoreFolder folder;
    private final VersionRecords records;

    Removal(StoreFolder folder, VersionRecords records) {
        this.folder = folder;
        this.records = records;
    }

    void run(ModelName name, OptionalInt version) throws IOException, ModelException {
        if (folder.numbers(name).isEmpty() && folder.isPlacedByHand(name)) {
            throw new ModelException(
                    Problem.REFUSED,
                    folder.visible(name)
                            + " was placed there by hand, and is yours to delete: the store has no copy of it.");
        }
        if (version.isPresent()) {
            int chosen = records.require(name, version).version();
            requireInactive(name, chosen);
            discard(name, folder.versionFolder(name, chosen));
            return;
        }
        // The records are not read: a model whose record is damaged must be removable.
        if (folder.numbers(name).isEmpty()) {
            records.require(name, version);
        }
        if (folder.active(name).isPresent()) {
            new Switching(folder).hide(name);
        }
        discard(name, folder.versions(name));
    }

    private void requireInactive(ModelName name, int version) throws IOException, ModelException {
        OptionalInt active = folder.active(name);
        if (active.isPresent() && active.getAsInt() == version) {
            throw new ModelException(
                    Problem.REFUSED,
                    "Version " + version + " of " + name + " is the active one. Use another version first"
                            + " (earshot models use), or remove the whole model.");
        }
    }

    private void discard(ModelName name, Path path) throws IOException {
        Path rubbish = folder.incoming(name).resolve(DurableFiles.randomName("removed-"));
        DurableFiles.rename(path, rubbish);
        Files.createDirectories(folder.versions(name));
        DurableFiles.deleteTree(rubbish);
    }
}
