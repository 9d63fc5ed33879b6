package dev.earshot.model.store;

import dev.earshot.model.DemoModel;
import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Reads what is installed. Takes no lock: a version appears and goes by one rename. */
final class VersionRecords {
    private final StoreFolder folder;

    VersionRecords(StoreFolder folder) {
        this.folder = folder;
    }

    List<StoredModel> all() throws IOException {
        List<StoredModel> models = new ArrayList<>();
        for (ModelName name : folder.names()) {
            models.add(of(name));
        }
        return models;
    }

    StoredModel of(ModelName name) throws IOException {
        List<InstalledVersion> versions = new ArrayList<>();
        for (int number : folder.numbers(name)) {
            versions.add(read(name, number));
        }
        return new StoredModel(
                name.value(),
                seen(name),
                folder.isPlacedByHand(name) || !seen(name).equals(folder.visible(name)),
                folder.active(name),
                folder.previous(name),
                versions);
    }

    /** A person may have written {@code mine.bin} where the store writes {@code ggml-mine.bin}. */
    private Path seen(ModelName name) {
        Path visible = folder.visible(name);
        Path bare = folder.directory().resolve(name + ".bin");
        return !Files.exists(visible) && Files.exists(bare) ? bare : visible;
    }

    InstalledVersion read(ModelName name, int number) throws IOException {
        Path file = folder.versionFile(name, number);
        try {
            InstalledVersion version = InstalledVersion.fromJson(StoreJson.read(file));
            if (version.version() != number || !version.name().equals(name.value())) {
                throw new IOException("it describes another version");
            }
            return version;
        } catch (IOException e) {
            throw new IOException(
                    file + ": " + StoreFailure.describe(e) + ". Remove the model (earshot models remove " + name
                            + ") and install it again",
                    e);
        }
    }

    /** What helps who asks for the model that is inside the program; empty for all others. */
    static String ofDemo(ModelName name) {
        return name.value().equals(DemoModel.NAME)
                ? " It comes with Earshot and needs no installation: start the service with earshot.model=" + name
                        + " to have it answer."
                : "";
    }

    InstalledVersion require(ModelName name, OptionalInt wanted) throws IOException, ModelException {
        List<Integer> numbers = folder.numbers(name);
        if (numbers.isEmpty()) {
            throw new ModelException(
                    Problem.NOT_FOUND,
                    "No version of " + name + " is in the store."
                            + (folder.isPlacedByHand(name) ? " The file in the folder was placed by hand." : "")
                            + ofDemo(name));
        }
        int number = wanted.orElse(numbers.get(numbers.size() - 1));
        if (!numbers.contains(number)) {
            throw new ModelException(
                    Problem.NOT_FOUND,
                    "There is no version " + number + " of " + name + ". There is: " + numbers + ".");
        }
        return read(name, number);
    }
}
