package dev.earshot.model;

import java.util.Map;
import java.util.Optional;

/** SHA-256 of model files by name. Only files that we have had in hand are listed; nothing is copied from hearsay. */
final class KnownChecksums {
    private static final Map<String, String> BY_NAME = Map.of(DemoModel.NAME, DemoModel.SHA256);

    private KnownChecksums() {}

    static Optional<String> of(String modelName) {
        return Optional.ofNullable(BY_NAME.get(modelName));
    }
}
