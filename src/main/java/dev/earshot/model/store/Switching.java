package dev.earshot.model.store;

import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Which version everybody sees. Used by the holder of the model's lock. */
final class Switching {
    private final StoreFolder folder;

    Switching(StoreFolder folder) {
        this.folder = folder;
    }

    /** Asked before a long download: whether the folder can show a version of this model. */
    void requireFree(ModelName name) throws IOException, ModelException {
        requireNothingInFront(name);
        Path own = folder.visible(name);
        if (folder.isPlacedByHand(name) && !Files.isRegularFile(own, LinkOption.NOFOLLOW_LINKS)) {
            throw new ModelException(
                    Problem.REFUSED, own + " is a link that somebody placed there. Move it away, then try again.");
        }
        Path probe = folder.incoming(name).resolve(DurableFiles.randomName("probe-"));
        link(probe, name, 1);
        Files.delete(probe);
    }

    /** One rename; before it, what is written counts for nothing. */
    void activate(ModelName name, int version) throws IOException, ModelException {
        requireFree(name);
        if (folder.isPlacedByHand(name)) {
            adopt(name);
        }
        OptionalInt active = folder.active(name);
        if (active.isPresent() && active.getAsInt() == version) {
            return;
        }
        if (active.isPresent()) {
            byte[] json = StoreJson.bytes(StoreJson.object().put("version", active.getAsInt()));
            DurableFiles.write(folder.beforeFile(name, version), json, folder.incoming(name));
        } else {
            Files.deleteIfExists(folder.beforeFile(name, version));
        }
        link(folder.visible(name), name, version);
    }

    private void link(Path link, ModelName name, int version) throws IOException, ModelException {
        try {
            DurableFiles.link(link, folder.linkTarget(name, version), folder.incoming(name));
        } catch (UnsupportedOperationException e) {
            throw StoreFailure.withoutLinks(folder.directory(), e);
        } catch (FileSystemException e) {
            // What Linux says of exFAT and FAT.
            if ("Operation not permitted".equals(e.getReason())) {
                throw StoreFailure.withoutLinks(folder.directory(), e);
            }
            throw e;
        }
    }

    void hide(ModelName name) throws IOException {
        Files.deleteIfExists(folder.visible(name));
        DurableFiles.force(folder.directory());
    }

    /** {@code mine.bin} and {@code ggml-mine.bin} are both called mine, and the one that is not ours would be taken. */
    private void requireNothingInFront(ModelName name) throws ModelException {
        Optional<Path> seen = new InstalledModels(folder.directory()).find(name.value());
        if (seen.isPresent() && !seen.get().equals(folder.visible(name))) {
            throw new ModelException(
                    Problem.REFUSED,
                    seen.get() + " is called " + name + ", too. Move it away or rename it, then try again.");
        }
    }

    /** What a person put there stays as a version of its own, so that nothing is lost and one can go back to it. */
    void adopt(ModelName name) throws IOException, ModelException {
        Path own = folder.visible(name);
        for (int version : folder.numbers(name)) {
            if (Files.isSameFile(own, folder.modelFile(name, version))) {
                link(own, name, version); // an adoption that was interrupted
                return;
            }
        }
        Digests.Sums sums = Digests.of(own, Progress.NONE).finish();
        try (Staging staging = Staging.in(folder, name)) {
            Files.createLink(staging.file(), own);
            InstalledVersion version = staging.publish(new InstalledVersion(
                    name.value(),
                    0,
                    ModelKind.ofName(name),
                    sums.sha256(),
                    sums.length(),
                    "placed in the folder by hand",
                    Instant.now(),
                    "not checked"));
            link(own, name, version.version());
        }
    }
}
