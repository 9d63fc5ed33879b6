package dev.earshot.model.store;

import dev.earshot.model.ModelException;
import java.nio.file.Path;

/** A further trial of a version before it becomes the active one: whether it loads and hears a clip, say. */
@FunctionalInterface
public interface Check {
    Check NONE = file -> {};

    /** @throws ModelException saying why this file must not become the active one */
    void check(Path file) throws ModelException;
}
