package dev.earshot.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.ModelLoader.ModelFacts;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelException;
import dev.earshot.model.store.Check;
import dev.earshot.model.store.ModelKind;
import dev.earshot.model.store.ModelStore;
import dev.earshot.model.store.Progress;
import dev.earshot.model.store.StoreReport;
import dev.earshot.model.store.StoredModel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * What is in use in the store and in the running engine, changed together: a version is seen by the next start only once the
 * engine hears with it, and if the store then fails the engine goes back.
 */
@Singleton
final class StoreChanges {
    private final ModelStore store;
    private final Engine engine;
    private final ModelSwitch models;
    private final AtomicBoolean changing = new AtomicBoolean();

    @Inject
    StoreChanges(ModelStore store, Engine engine, ModelSwitch models) {
        this.store = store;
        this.engine = engine;
        this.models = models;
    }

    private interface Change {
        StoredModel run(Check check) throws ModelException;
    }

    /** The name of the model that hears recordings now. */
    Optional<String> serving() {
        return engine.status() instanceof EngineStatus.Ready ready
                ? Optional.of(ready.model().name())
                : Optional.empty();
    }

    /** Puts a version in use, the newest if none is said, and the engine on it; of whatever model that transcribes. */
    ObjectNode use(String name, OptionalInt version) throws ModelException {
        StoredModel model = store.get(name);
        return change(model, transcribes(model), check -> store.use(model.name(), version, check, Progress.NONE));
    }

    /** Puts the version in use again that was before, and the engine on it if it is this model's turn. */
    ObjectNode rollback(String name) throws ModelException {
        StoredModel model = store.get(name);
        boolean concerned = serving().map(model.name()::equals).orElse(transcribes(model));
        return change(model, concerned, check -> store.rollback(model.name(), check, Progress.NONE));
    }

    /** @throws EngineException if it is in use: it would be gone at the next start */
    void remove(String name, OptionalInt version) throws ModelException {
        requireAlone();
        try {
            removeAlone(name, version);
        } finally {
            changing.set(false);
        }
    }

    private void removeAlone(String name, OptionalInt version) throws ModelException {
        StoredModel model = store.get(name);
        boolean allOrActive = version.isEmpty() || version.equals(model.active());
        if (allOrActive && models.replaced().equals(Optional.of(model.name()))) {
            throw new EngineException(
                    ErrorCode.MODEL_NOT_LOADED,
                    "The model " + model.name()
                            + " comes back into use when the board is cool again. Use another one first,"
                            + " then remove it.");
        }
        if (version.isEmpty() && loaded().anyMatch(it -> it.name().equals(model.name()))) {
            throw new EngineException(
                    ErrorCode.MODEL_NOT_LOADED,
                    "The model " + model.name() + " is in use. Use another one first, then remove it.");
        }
        if (version.isPresent() && serves(model, version.getAsInt())) {
            throw new EngineException(
                    ErrorCode.MODEL_NOT_LOADED,
                    "Version " + version.getAsInt() + " of " + model.name()
                            + " is the one that is serving. Use another version first, then remove it.");
        }
        store.remove(model.name(), version);
    }

    /** With versions of the same name it is the file's hash that tells; where it was not computed, what the next start loads. */
    private boolean serves(StoredModel model, int version) {
        return loaded().filter(it -> it.name().equals(model.name()))
                .anyMatch(it -> it.sha256()
                        .map(hash -> model.versions().stream()
                                .anyMatch(kept -> kept.version() == version
                                        && kept.sha256().equals(hash)))
                        .orElse(model.active().equals(OptionalInt.of(version))));
    }

    /** That for long recordings, too. */
    private Stream<ModelFacts> loaded() {
        return engine.status() instanceof EngineStatus.Ready ? engine.models().stream() : Stream.empty();
    }

    private static boolean transcribes(StoredModel model) {
        return model.versions().stream().allMatch(version -> version.kind() == ModelKind.TRANSCRIPTION);
    }

    private ObjectNode change(StoredModel model, boolean switching, Change change) throws ModelException {
        requireAlone();
        try {
            return switching ? switched(model, change) : linked(change.run(Check.NONE));
        } finally {
            changing.set(false);
        }
    }

    private void requireAlone() {
        if (!changing.compareAndSet(false, true)) {
            throw new EngineException(
                    ErrorCode.NOT_READY, "Another model is being put in use right now. Try again when that is done.");
        }
    }

    private ObjectNode linked(StoredModel model) {
        boolean hearsLong = engine.batchStatus().orElse(null) instanceof EngineStatus.Ready batch
                && batch.model().name().equals(model.name());
        return StoreReport.model(model)
                .put("serving", false)
                .put(
                        "note",
                        hearsLong
                                ? "The running service hears long recordings with the version that it has until it is started again."
                                : "The running service does not use it.");
    }

    private ObjectNode switched(StoredModel model, Change change) throws ModelException {
        AtomicBoolean engineChanged = new AtomicBoolean();
        try {
            StoredModel changed = change.run(file -> {
                models.to(file);
                engineChanged.set(true);
            });
            return StoreReport.model(changed).put("serving", true).put("note", note(changed.name()));
        } catch (ModelException e) {
            if (engineChanged.get()) {
                models.back();
            }
            throw e;
        }
    }

    private String note(String name) {
        Optional<String> configured = models.configured();
        boolean lasts = configured.isEmpty()
                || !configured.get().contains("/")
                        && InstalledModels.nameOf(Path.of(configured.get())).equals(name);
        return "The running service uses it now"
                + (lasts
                        ? "."
                        : ", until it is started again: earshot.model names " + configured.get()
                                + ". Remove that setting, or name " + name + " there.");
    }
}
