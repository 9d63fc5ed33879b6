package dev.earshot.model.store;

import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The models folder as a store: each installation is a version, one version of a model is seen, and every change is whole or
 * has not happened, with any number of processes and when one of them dies at any moment. Files that people put into the
 * folder by hand stay what they are until another version of the same name is made active.
 *
 * <p>Each method opens what it needs and leaves nothing open; any thread may call.
 */
public final class ModelStore {
    private final StoreSettings settings;
    private final Catalogue catalogue;
    private final StoreFolder folder;
    private final VersionRecords records;

    public ModelStore(StoreSettings settings, Catalogue catalogue) {
        this.settings = settings;
        this.catalogue = catalogue;
        this.folder = new StoreFolder(settings.directory());
        this.records = new VersionRecords(folder);
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public StoreSettings settings() {
        return settings;
    }

    /** All models in the folder, by name. */
    public List<StoredModel> list() throws ModelException {
        return guarded(records::all);
    }

    /** One model in the folder. */
    public StoredModel get(String name) throws ModelException {
        ModelName model = ModelName.of(name);
        StoredModel found = guarded(() -> records.of(model));
        if (found.versions().isEmpty() && !found.placedByHand()) {
            throw new ModelException(
                    Problem.NOT_FOUND,
                    "There is no model " + model + " in the models folder." + VersionRecords.ofDemo(model));
        }
        return found;
    }

    /** Throws what {@link #pull} would throw at once: that nobody publishes such a model. */
    public CatalogueEntry requirePublished(String name) throws ModelException {
        ModelName model = ModelName.of(name);
        return catalogue
                .find(model)
                .orElseThrow(() -> new ModelException(
                        Problem.NOT_FOUND,
                        "The catalogue has no model " + model + "; earshot models available lists what it has."));
    }

    /** Fetches a model of the catalogue. The first version of a model is active at once, a later one when it is used. */
    public Installation pull(String name, Progress progress) throws ModelException {
        ModelName model = ModelName.of(name);
        CatalogueEntry entry = requirePublished(name);
        return changing(model, () -> new Installer(settings, folder, catalogue).pull(entry, progress));
    }

    /** Whether a file is to be imported as a bundle; otherwise it is taken for a model. */
    public boolean isBundle(Path file) throws ModelException {
        return guarded(() -> Files.isRegularFile(file) && BundleReader.isArchive(file));
    }

    /** Installs a model file, under the name that its file has or another. */
    public Installation importFile(Path file, Optional<String> name, Progress progress) throws ModelException {
        ModelName model = ModelName.of(name.orElse(String.valueOf(file.getFileName())));
        return changing(model, () -> new Installer(settings, folder, catalogue).importFile(model, file, progress));
    }

    /** Installs a model file that somebody sends, as {@link #importFile} does one that is here. */
    public Installation receive(String name, Delivery delivery) throws ModelException {
        ModelName model = ModelName.of(name);
        return changing(model, () -> new Installer(settings, folder, catalogue).receive(model, delivery));
    }

    /**
     * Installs all models of a bundle, or none if one of them is not as its manifest says.
     *
     * @param allowUnsigned takes it without a signature, or with one that this machine does not trust
     */
    public List<Installation> importBundle(Path file, boolean allowUnsigned, Progress progress) throws ModelException {
        return guarded(() -> new BundleReader(settings, folder, progress).read(file, allowUnsigned));
    }

    /** Writes the active versions of these models into one file, signed if a key is given. */
    public void bundle(List<String> names, Path target, Optional<Path> signingKey, Progress progress)
            throws ModelException {
        guarded(() -> {
            new BundleWriter(folder, records, progress).write(names, target, signingKey);
            return null;
        });
    }

    /**
     * Makes a version the one that is seen, the newest if none is said, after reading all of it and after the check; the model
     * is then the one to load where the configuration names none, see {@link ActiveModel}. A file that was placed by hand and
     * of which there is no version stays as it is.
     */
    public StoredModel use(String name, OptionalInt version, Check check, Progress progress) throws ModelException {
        ModelName model = ModelName.of(name);
        return changing(model, () -> {
            boolean asItLies = version.isEmpty()
                    && folder.numbers(model).isEmpty()
                    && Files.isRegularFile(records.of(model).file());
            if (asItLies) {
                check.check(records.of(model).file());
            } else {
                activate(records.require(model, version), check, progress);
            }
            if (ModelKind.ofName(model) == ModelKind.TRANSCRIPTION) {
                new ActiveModel(folder).write(model);
            }
            return records.of(model);
        });
    }

    /** Makes the version active again that was before; a second time goes forward again. */
    public StoredModel rollback(String name, Check check, Progress progress) throws ModelException {
        ModelName model = ModelName.of(name);
        return changing(model, () -> {
            OptionalInt previous = folder.previous(model);
            if (previous.isEmpty()) {
                throw new ModelException(
                        Problem.REFUSED, "There is no version of " + model + " to go back to: none was active before.");
            }
            activate(records.require(model, previous), check, progress);
            return records.of(model);
        });
    }

    private void activate(InstalledVersion version, Check check, Progress progress) throws IOException, ModelException {
        Optional<String> problem = verified(version, progress);
        if (problem.isPresent()) {
            throw new ModelException(Problem.DAMAGED, problem.get());
        }
        ModelName model = new ModelName(version.name());
        check.check(folder.modelFile(model, version.version()));
        new Switching(folder).activate(model, version.version());
    }

    /** Reads every version of a model, or of all, and compares it with what it was when installed. */
    public List<Finding> verify(Optional<String> name, Progress progress) throws ModelException {
        Optional<ModelName> wanted = name.isPresent() ? Optional.of(ModelName.of(name.get())) : Optional.empty();
        List<Finding> findings = guarded(() -> new Verification(folder, records, catalogue, progress).run(wanted));
        if (wanted.isPresent() && findings.isEmpty()) {
            throw new ModelException(Problem.NOT_FOUND, "There is no model " + wanted.get() + " in the models folder.");
        }
        return findings;
    }

    /** Makes a smaller model of a model's active version with whisper.cpp's own tool. */
    public Installation quantize(String name, String type, Optional<String> as, Path tool, Progress progress)
            throws ModelException {
        ModelName source = ModelName.of(name);
        ModelName target = ModelName.of(as.orElse(source.value() + "-" + type));
        return changing(
                target, () -> new Quantizer(settings, folder, records, tool).run(source, type, target, progress));
    }

    /** Removes one version, or all of a model; the active version goes only with all of them. */
    public void remove(String name, OptionalInt version) throws ModelException {
        ModelName model = ModelName.of(name);
        changing(model, () -> {
            new Removal(folder, records).run(model, version);
            return null;
        });
    }

    private Optional<String> verified(InstalledVersion version, Progress progress) throws IOException {
        return new Verification(folder, records, catalogue, progress).problem(version);
    }

    interface Step<T> {
        T run() throws IOException, ModelException;
    }

    private <T> T changing(ModelName name, Step<T> step) throws ModelException {
        return guarded(() -> {
            folder.create(name);
            try (StoreLock lock = StoreLock.take(folder.lock(name), name)) {
                Staging.clean(folder, name);
                return step.run();
            }
        });
    }

    private <T> T guarded(Step<T> step) throws ModelException {
        try {
            return step.run();
        } catch (IOException e) {
            throw StoreFailure.of(settings.directory(), e);
        }
    }
}
