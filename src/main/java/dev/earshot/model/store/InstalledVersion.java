package dev.earshot.model.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * One version of a model in the store.
 *
 * @param version counts from 1
 * @param sha256 of the whole file, lower-case hex, as it was when installed
 * @param source where it came from, in words or as an address
 * @param verified against what it was checked, in words
 */
public record InstalledVersion(
        String name,
        int version,
        ModelKind kind,
        String sha256,
        long length,
        String source,
        Instant installedAt,
        String verified) {

    InstalledVersion numbered(int number) {
        return new InstalledVersion(name, number, kind, sha256, length, source, installedAt, verified);
    }

    ObjectNode toJson() {
        return StoreJson.object()
                .put("name", name)
                .put("version", version)
                .put("kind", kind.word())
                .put("sha256", sha256)
                .put("length", length)
                .put("source", source)
                .put("installed_at", installedAt.toString())
                .put("verified", verified);
    }

    static InstalledVersion fromJson(JsonNode json) throws IOException {
        String kind = StoreJson.text(json, "kind");
        try {
            return new InstalledVersion(
                    StoreJson.text(json, "name"),
                    Math.toIntExact(StoreJson.number(json, "version")),
                    ModelKind.of(kind).orElseThrow(() -> new IOException("it has a kind \"" + kind + "\"")),
                    StoreJson.text(json, "sha256"),
                    StoreJson.number(json, "length"),
                    StoreJson.text(json, "source"),
                    Instant.parse(StoreJson.text(json, "installed_at")),
                    StoreJson.text(json, "verified"));
        } catch (DateTimeException | ArithmeticException e) {
            throw new IOException("it has a wrong number or time: " + e.getMessage(), e);
        }
    }
}
