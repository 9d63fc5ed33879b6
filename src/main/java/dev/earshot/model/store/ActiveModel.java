package dev.earshot.model.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Which model was put in use last, by name: the service loads it where the configuration names none. */
public final class ActiveModel {
    private static final String FIELD = "model";

    private final StoreFolder folder;

    ActiveModel(StoreFolder folder) {
        this.folder = folder;
    }

    /** What was remembered in a models folder; empty where nothing was, and where it cannot be read: it is only a preference. */
    public static Optional<String> in(Path directory) {
        try {
            String name = StoreJson.text(StoreJson.read(new StoreFolder(directory).activeFile()), FIELD);
            return Optional.of(name).filter(ModelName::isOne);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Called by the holder of the model's lock, whose folder for unfinished work is there. */
    void write(ModelName name) throws IOException {
        byte[] json = StoreJson.bytes(StoreJson.object().put(FIELD, name.value()));
        DurableFiles.write(folder.activeFile(), json, folder.incoming(name));
    }
}
