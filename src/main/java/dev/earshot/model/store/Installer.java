package dev.earshot.model.store;

import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Brings a file into the store as a version. Used by the holder of the model's lock. */
final class Installer {
    private final StoreSettings settings;
    private final StoreFolder folder;
    private final Catalogue catalogue;

    Installer(StoreSettings settings, StoreFolder folder, Catalogue catalogue) {
        this.settings = settings;
        this.folder = folder;
        this.catalogue = catalogue;
    }

    Installation pull(CatalogueEntry entry, Progress progress) throws IOException, ModelException {
        ModelName name = new ModelName(entry.name());
        if (entry.sha256().isPresent()) {
            Optional<InstalledVersion> same = withSum(name, entry.sha256().get());
            if (same.isPresent()) {
                return alreadyThere(name, same.get());
            }
        }
        new Switching(folder).requireFree(name);
        Pull pull = new Pull(settings, folder, entry, progress);
        Pull.Fetched fetched = pull.run(entry);
        try (Staging staging = Staging.in(folder, name)) {
            DurableFiles.rename(pull.partial().file(), staging.file());
            pull.partial().discard();
            return install(staging, entry.kind(), fetched.sums(), fetched.address(), comparedWith(entry));
        }
    }

    Installation importFile(ModelName name, Path file, Progress progress) throws IOException, ModelException {
        Optional<CatalogueEntry> entry = catalogue.find(name);
        ModelKind kind = entry.map(CatalogueEntry::kind).orElseGet(() -> ModelKind.ofName(name));
        if (!Files.isRegularFile(file)) {
            throw new ModelException(Problem.NOT_FOUND, "There is no file " + file + ".");
        }
        long length = Files.size(file);
        requireAllowed(file.toString(), length);
        kind.check(file);
        new Switching(folder).requireFree(name);
        StoreFailure.requireRoom(settings.directory(), length, settings.keepFree());
        progress.begins("importing " + file);
        try (Staging staging = Staging.in(folder, name)) {
            Digests.Sums sums;
            try (InputStream in = Files.newInputStream(file)) {
                sums = Copying.copy(in, staging.file(), length, progress);
            }
            requireThePublished(file + " is", name, entry, sums, " (--name)");
            return install(staging, kind, sums, file.toAbsolutePath().toString(), comparedWith(entry));
        }
    }

    /** Nothing of it is kept unless all of it came, and is what was announced. */
    Installation receive(ModelName name, Delivery delivery) throws IOException, ModelException {
        Optional<CatalogueEntry> entry = catalogue.find(name);
        ModelKind kind = entry.map(CatalogueEntry::kind).orElseGet(() -> ModelKind.ofName(name));
        requireAllowed("What was to be sent", delivery.length());
        new Switching(folder).requireFree(name);
        StoreFailure.requireRoom(settings.directory(), delivery.length(), settings.keepFree());
        try (Staging staging = Staging.in(folder, name)) {
            Digests.Sums sums = received(delivery, staging.file());
            requireThePublished("What came is", name, entry, sums, "");
            return install(
                    staging,
                    kind,
                    sums,
                    "sent over HTTP",
                    delivery.sha256().isPresent()
                                    && entry.filter(CatalogueEntry::hasChecksum).isEmpty()
                            ? "the SHA-256 that the sender gave"
                            : comparedWith(entry));
        }
    }

    private static Digests.Sums received(Delivery delivery, Path file) throws IOException, ModelException {
        Digests.Sums sums;
        try {
            sums = Copying.copy(delivery.incoming(), file, delivery.length(), Progress.NONE);
        } catch (Delivery.Broken e) {
            throw new ModelException(
                    Problem.REFUSED, "The connection broke before all of the model came. Nothing was installed.", e);
        }
        if (sums.length() != delivery.length()) {
            throw new ModelException(
                    Problem.REFUSED,
                    "Of " + delivery.length() + " bytes that were announced " + sums.length()
                            + " came. Nothing was installed; send the model once more.");
        }
        if (!delivery.sha256().orElse(sums.sha256()).equals(sums.sha256())) {
            throw new ModelException(
                    Problem.REFUSED,
                    "The SHA-256 of what came is " + sums.sha256() + ", but "
                            + delivery.sha256().get()
                            + " was announced. Nothing was installed; send the model once more.");
        }
        return sums;
    }

    private void requireAllowed(String what, long length) throws ModelException {
        if (length > settings.maxBytes()) {
            throw new ModelException(
                    Problem.REFUSED,
                    what + " has " + length + " bytes, more than the " + settings.maxBytes()
                            + " that are allowed (earshot.models.max-size).");
        }
    }

    private static void requireThePublished(
            String what, ModelName name, Optional<CatalogueEntry> entry, Digests.Sums sums, String how)
            throws ModelException {
        Optional<String> different =
                entry.filter(CatalogueEntry::hasChecksum).flatMap(published -> difference(published, sums));
        if (different.isPresent()) {
            throw new ModelException(
                    Problem.REFUSED,
                    what + " not the published " + name + ": " + different.get()
                            + ". If it is meant to be another model, give it another name" + how + ".");
        }
    }

    private static String comparedWith(Optional<CatalogueEntry> entry) {
        return entry.map(Installer::comparedWith).orElse("structure only: nothing is published about it");
    }

    /** Checks what is staged once more, as it lies there, and publishes it unless the same bytes are there already. */
    Installation install(Staging staging, ModelKind kind, Digests.Sums sums, String source, String verified)
            throws IOException, ModelException {
        ModelName name = staging.name();
        kind.check(staging.file());
        Optional<InstalledVersion> same = withSum(name, sums.sha256());
        if (same.isPresent()) {
            return alreadyThere(name, same.get());
        }
        Switching switching = new Switching(folder);
        if (folder.isPlacedByHand(name)) {
            switching.adopt(name);
        } else if (folder.active(name).isEmpty()) {
            // The link waits for its version, so that version and link appear at once.
            switching.activate(name, staging.nextNumber());
        }
        InstalledVersion version = staging.publish(new InstalledVersion(
                name.value(), 0, kind, sums.sha256(), sums.length(), source, Instant.now(), verified));
        return new Installation(version, true, isActive(name, version));
    }

    private Installation alreadyThere(ModelName name, InstalledVersion version) throws IOException, ModelException {
        if (folder.active(name).isEmpty() && !folder.isPlacedByHand(name)) {
            new Switching(folder).activate(name, version.version());
        }
        return new Installation(version, false, isActive(name, version));
    }

    private boolean isActive(ModelName name, InstalledVersion version) throws IOException {
        return folder.active(name).equals(OptionalInt.of(version.version()));
    }

    private Optional<InstalledVersion> withSum(ModelName name, String sha256) throws IOException {
        VersionRecords records = new VersionRecords(folder);
        for (int number : folder.numbers(name)) {
            InstalledVersion version = records.read(name, number);
            if (version.sha256().equals(sha256)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** How a file differs from the published one, if it does; without a final full stop. */
    static Optional<String> difference(CatalogueEntry entry, Digests.Sums sums) {
        if (entry.sha256().isPresent() && !entry.sha256().get().equals(sums.sha256())) {
            return Optional.of("its SHA-256 is " + sums.sha256() + ", but the published file's is "
                    + entry.sha256().get());
        }
        if (entry.sha1().isPresent() && !entry.sha1().get().equals(sums.sha1())) {
            return Optional.of("its SHA-1 is " + sums.sha1() + ", but the published file's is "
                    + entry.sha1().get());
        }
        return Optional.empty();
    }

    static String comparedWith(CatalogueEntry entry) {
        List<String> checks = new ArrayList<>();
        entry.sha256().ifPresent(sum -> checks.add("SHA-256"));
        entry.sha1().ifPresent(sum -> checks.add("SHA-1"));
        return checks.isEmpty()
                ? "structure only: no checksum is published"
                : "published " + String.join(" and ", checks) + " (" + entry.checksumSource() + ")";
    }
}
