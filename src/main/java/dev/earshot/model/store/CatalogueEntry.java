package dev.earshot.model.store;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A model that somebody publishes. What is not known is absent; the catalogue's file says for each collection where its facts
 * were published.
 *
 * @param name as users write it, {@code base-q8_0}
 * @param languages {@code multilingual}, {@code en}, {@code any}
 * @param length in bytes
 * @param sha256 lower-case hex
 * @param sha1 lower-case hex; what whisper.cpp itself publishes
 * @param memoryMb what whisper.cpp says it takes when loaded, in MB
 */
public record CatalogueEntry(
        String name,
        String collection,
        ModelKind kind,
        String languages,
        String licence,
        OptionalLong length,
        Optional<String> sha256,
        Optional<String> sha1,
        OptionalInt memoryMb,
        Optional<String> repository,
        String fileName,
        String addressTemplate,
        String checksumSource) {

    /** Where it is published. */
    public String address() {
        return fill(addressTemplate).orElseThrow();
    }

    /** Whether the bytes that arrive can be told from any others. */
    boolean hasChecksum() {
        return sha256.isPresent() || sha1.isPresent();
    }

    /** Replaces {@code {repository}} and {@code {file}}; empty where the template asks for a repository and there is none. */
    Optional<String> fill(String template) {
        if (template.contains("{repository}") && repository.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                template.replace("{repository}", repository.orElse("")).replace("{file}", fileName));
    }
}
