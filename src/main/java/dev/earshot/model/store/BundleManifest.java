package dev.earshot.model.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a bundle says it holds; the signature is over these bytes, and they name every other byte by its checksum. */
record BundleManifest(List<Part> parts) {
    static final String FORMAT = "earshot-models-1";
    static final String ENTRY = "manifest.json";
    static final String SIGNATURE_ENTRY = "manifest.sig.json";
    static final int MOST_MODELS = 64;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** One model. {@code source} and {@code verified} are what the bundle's maker knew of it. */
    record Part(ModelName name, ModelKind kind, long length, String sha256, String source, String verified) {
        /** Its entry in the archive; nothing else is ever made of an entry's name. */
        String entry() {
            return "models/" + name.fileName();
        }
    }

    BundleManifest {
        parts = List.copyOf(parts);
    }

    byte[] toBytes() {
        ObjectNode json = StoreJson.object().put("format", FORMAT);
        ArrayNode models = json.putArray("models");
        for (Part part : parts) {
            models.addObject()
                    .put("name", part.name().value())
                    .put("kind", part.kind().word())
                    .put("length", part.length())
                    .put("sha256", part.sha256())
                    .put("source", part.source())
                    .put("verified", part.verified());
        }
        return StoreJson.bytes(json);
    }

    static BundleManifest parse(byte[] bytes) throws IOException {
        JsonNode json = StoreJson.parse(bytes);
        if (!StoreJson.text(json, "format").equals(FORMAT)) {
            throw new IOException("its format is not " + FORMAT);
        }
        JsonNode models = json.path("models");
        if (!models.isArray() || models.isEmpty() || models.size() > MOST_MODELS) {
            throw new IOException("it lists no models, or more than " + MOST_MODELS);
        }
        List<Part> parts = new ArrayList<>();
        Set<ModelName> names = new HashSet<>();
        for (JsonNode model : models) {
            Part part = part(model);
            if (!names.add(part.name())) {
                throw new IOException("it lists " + part.name() + " twice");
            }
            parts.add(part);
        }
        return new BundleManifest(parts);
    }

    private static Part part(JsonNode model) throws IOException {
        String kind = StoreJson.text(model, "kind");
        String sha256 = StoreJson.text(model, "sha256");
        long length = StoreJson.number(model, "length");
        if (!SHA256.matcher(sha256).matches() || length <= 0) {
            throw new IOException("it has a wrong checksum or length");
        }
        try {
            return new Part(
                    new ModelName(StoreJson.text(model, "name")),
                    ModelKind.of(kind).orElseThrow(() -> new IOException("it has an unknown kind of model")),
                    length,
                    sha256,
                    StoreJson.text(model, "source"),
                    StoreJson.text(model, "verified"));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
