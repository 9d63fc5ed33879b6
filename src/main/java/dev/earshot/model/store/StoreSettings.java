package dev.earshot.model.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How the store works.
 *
 * @param directory the models folder; need not exist
 * @param sources where models come from, in order: {@code origin} for where each is published, addresses, or folders; see
 *     {@link Source#of}
 * @param maxBytes largest model
 * @param keepFree bytes left on the disk
 * @param stallTimeout a source that sends nothing for this long is given up
 * @param trustedKeys files with the public keys whose bundles are taken
 */
public record StoreSettings(
        Path directory,
        List<String> sources,
        long maxBytes,
        long keepFree,
        Duration stallTimeout,
        List<Path> trustedKeys) {
    public StoreSettings {
        Objects.requireNonNull(directory, "directory");
        sources = List.copyOf(sources);
        trustedKeys = List.copyOf(trustedKeys);
        require(maxBytes > 0, "earshot.models.max-size must be above 0.");
        require(keepFree >= 0, "earshot.models.keep-free must not be negative.");
        require(stallTimeout.toMillis() > 0, "earshot.models.stall-timeout must be above 0.");
        sources.forEach(Source::of);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
