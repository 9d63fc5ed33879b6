package dev.earshot.recovery;

import dev.earshot.engine.ModelLoader;
import dev.earshot.engine.ModelLoader.LoadedModel;
import dev.earshot.engine.ModelLoader.ModelFacts;
import dev.earshot.engine.Transcriber;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Notes what a loader and its model do in native code before they do it. For one loader, whose loads follow each other. */
public final class WatchedLoader {
    private final Optional<Watch> watch;
    private final Set<String> setAside;
    private Journal.Note loading = Journal.Note.NONE;

    WatchedLoader(Optional<Watch> watch, Set<String> setAside) {
        this.watch = watch;
        this.setAside = setAside;
    }

    /**
     * To be called while the loader loads, when it is about to touch native code.
     *
     * @param model its name
     * @param sha256 of its file
     * @param library which build of the native library
     */
    public synchronized void begins(String model, String sha256, String library) {
        ends();
        loading = watch.map(it -> it.begin(new Work(
                        Instant.now(),
                        Work.Kind.LOAD,
                        model,
                        Optional.of(sha256),
                        library,
                        Optional.empty(),
                        Duration.ZERO)))
                .orElse(Journal.Note.NONE);
    }

    private synchronized void ends() {
        loading.close();
        loading = Journal.Note.NONE;
    }

    /** The loader that is watched. */
    public ModelLoader around(ModelLoader loader) {
        if (watch.isEmpty()) {
            return loader;
        }
        return () -> {
            try {
                return new Model(loader.load(), watch.get(), setAside);
            } finally {
                ends();
            }
        };
    }

    private record Model(LoadedModel model, Watch watch, Set<String> setAside) implements LoadedModel {
        @Override
        public ModelFacts facts() {
            return model.facts();
        }

        @Override
        public Transcriber open() {
            ModelFacts facts = model.facts();
            Work work = new Work(
                    Instant.now(),
                    Work.Kind.LOAD,
                    facts.name(),
                    facts.sha256(),
                    facts.library().variant(),
                    Optional.empty(),
                    Duration.ZERO);
            try (Journal.Note note = watch.begin(work)) {
                return new WatchedTranscriber(model.open(), facts, watch, setAside);
            }
        }

        @Override
        public boolean toleratesOthers() {
            return model.toleratesOthers();
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
