package dev.earshot.model.store;

import dev.earshot.model.ModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads files whole: memory cards return other bytes than they were given. */
final class Verification {
    private final StoreFolder folder;
    private final VersionRecords records;
    private final Catalogue catalogue;
    private final Progress progress;

    Verification(StoreFolder folder, VersionRecords records, Catalogue catalogue, Progress progress) {
        this.folder = folder;
        this.records = records;
        this.catalogue = catalogue;
        this.progress = progress;
    }

    List<Finding> run(Optional<ModelName> wanted) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (StoredModel model : records.all()) {
            if (wanted.isPresent() && !wanted.get().value().equals(model.name())) {
                continue;
            }
            for (InstalledVersion version : model.versions()) {
                Optional<String> problem = problem(version);
                findings.add(new Finding(
                        model.name(),
                        OptionalInt.of(version.version()),
                        version.sha256(),
                        problem,
                        "its SHA-256 when installed; " + version.verified()));
            }
            if (model.placedByHand()) {
                findings.add(placedByHand(model));
            }
        }
        return findings;
    }

    /** What is wrong with an installed version, if anything. */
    Optional<String> problem(InstalledVersion version) throws IOException {
        ModelName name = new ModelName(version.name());
        Path file = folder.modelFile(name, version.version());
        String called = name + " version " + version.version();
        progress.begins("reading " + called);
        try {
            Digests.Sums sums = Digests.of(file, progress).finish();
            if (!sums.sha256().equals(version.sha256())) {
                return Optional.of(called + " is damaged: its SHA-256 is " + sums.sha256() + ", but was "
                        + version.sha256() + " when it was installed. Remove it and install it again.");
            }
            version.kind().check(file);
            return Optional.empty();
        } catch (ModelException e) {
            return Optional.of(e.getMessage());
        } catch (IOException e) {
            return Optional.of(called + " cannot be read: " + StoreFailure.describe(e) + ".");
        }
    }

    private Finding placedByHand(StoredModel model) throws IOException {
        ModelName name = new ModelName(model.name());
        progress.begins("reading " + model.file().getFileName());
        Digests.Sums sums = Digests.of(model.file(), progress).finish();
        Optional<CatalogueEntry> entry = catalogue.find(name);
        Optional<String> problem = structure(name, model.file());
        if (problem.isEmpty() && entry.isPresent() && entry.get().hasChecksum()) {
            problem = Installer.difference(entry.get(), sums).map(different -> model.file() + ": " + different + ".");
        }
        return new Finding(
                model.name(),
                OptionalInt.empty(),
                sums.sha256(),
                problem,
                entry.isPresent()
                        ? Installer.comparedWith(entry.get())
                        : "its structure; nothing is published about it");
    }

    private static Optional<String> structure(ModelName name, Path file) {
        try {
            ModelKind.ofName(name).check(file);
            return Optional.empty();
        } catch (ModelException e) {
            return Optional.of(e.getMessage());
        }
    }
}
