package dev.earshot.model.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The models that are published, from a file inside the application. */
public final class Catalogue {
    private static final String RESOURCE = "models/catalogue.json";
    private static final String FORMAT = "earshot-catalogue-1";

    private final Map<String, CatalogueEntry> entries;

    Catalogue(List<CatalogueEntry> entries) {
        Map<String, CatalogueEntry> byName = new LinkedHashMap<>();
        entries.forEach(entry -> byName.put(entry.name(), entry));
        this.entries = Collections.unmodifiableMap(byName);
    }

    /** The one inside the application. */
    public static Catalogue embedded() {
        try (InputStream in = Catalogue.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("it is missing");
            }
            return parse(StoreJson.read(in));
        } catch (IOException e) {
            throw new IllegalStateException(
                    RESOURCE + " inside the application is damaged: " + e.getMessage() + ". Install it again.", e);
        }
    }

    static Catalogue parse(JsonNode json) throws IOException {
        if (!StoreJson.text(json, "format").equals(FORMAT)) {
            throw new IOException("its format is not " + FORMAT);
        }
        List<CatalogueEntry> entries = new ArrayList<>();
        for (JsonNode collection : json.path("collections")) {
            for (JsonNode model : collection.path("models")) {
                entries.add(entry(collection, model));
            }
        }
        return new Catalogue(entries);
    }

    private static CatalogueEntry entry(JsonNode collection, JsonNode model) throws IOException {
        ModelName name = new ModelName(StoreJson.text(model, "name"));
        String kind = StoreJson.text(collection, "kind");
        return new CatalogueEntry(
                name.value(),
                StoreJson.text(collection, "title"),
                ModelKind.of(kind).orElseThrow(() -> new IOException("it has a kind \"" + kind + "\"")),
                StoreJson.text(model, "languages"),
                StoreJson.text(collection, "licence"),
                model.has("length") ? OptionalLong.of(StoreJson.number(model, "length")) : OptionalLong.empty(),
                optional(model, "sha256"),
                optional(model, "sha1"),
                model.has("memory_mb")
                        ? OptionalInt.of((int) StoreJson.number(model, "memory_mb"))
                        : OptionalInt.empty(),
                optional(model, "repository").or(() -> optional(collection, "repository")),
                optional(model, "file").orElse(name.fileName()),
                StoreJson.text(collection, "address"),
                checksumSource(collection.path("facts")));
    }

    private static String checksumSource(JsonNode facts) {
        for (String fact : List.of("sha256", "sha256 and length", "sha1")) {
            if (facts.has(fact)) {
                return facts.path(fact).asText();
            }
        }
        return "unknown";
    }

    private static Optional<String> optional(JsonNode node, String field) {
        return Optional.ofNullable(node.path(field).textValue());
    }

    /** In the catalogue's order: by size. */
    public List<CatalogueEntry> entries() {
        return List.copyOf(entries.values());
    }

    Optional<CatalogueEntry> find(ModelName name) {
        return Optional.ofNullable(entries.get(name.value()));
    }
}
