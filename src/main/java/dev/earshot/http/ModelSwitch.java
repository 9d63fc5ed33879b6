package dev.earshot.http;

import dev.earshot.model.ModelException;
import java.nio.file.Path;
import java.util.Optional;

/** Changes the model of the running engine; made where the parts are put together. */
public interface ModelSwitch {
    /**
     * Puts a model file in use; blocks until it is.
     *
     * @throws ModelException if the file cannot be used, or would never fit into memory
     * @throws dev.earshot.engine.EngineException with the reason if it was loaded or tried in vain
     */
    void to(Path file) throws ModelException;

    /** Puts in use again what was before the last {@link #to}. */
    void back();

    /** The name of the model that comes back into use by itself, when the board is cool again. */
    Optional<String> replaced();

    /**
     * Where whisper.cpp's quantizer lies, or would lie.
     *
     * @throws dev.earshot.engine.EngineException if there is no native library beside which it could
     */
    Path quantizer();

    /** The model that the configuration names, and so the next start loads, whatever is in use now. */
    Optional<String> configured();
}
