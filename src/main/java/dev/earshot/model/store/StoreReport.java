package dev.earshot.model.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The store's answers as JSON, the same for commands and over HTTP. */
public final class StoreReport {
    private StoreReport() {}

    public static ObjectNode models(ModelStore store, List<StoredModel> models) {
        ObjectNode json =
                StoreJson.object().put("directory", store.settings().directory().toString());
        ArrayNode array = json.putArray("models");
        models.forEach(model -> array.add(model(model)));
        return json;
    }

    public static ObjectNode model(StoredModel model) {
        ObjectNode json = StoreJson.object()
                .put("name", model.name())
                .put("file", model.file().toString())
                .put("placed_by_hand", model.placedByHand());
        model.active().ifPresent(version -> json.put("active", version));
        model.previous().ifPresent(version -> json.put("previous", version));
        ArrayNode versions = json.putArray("versions");
        model.versions().forEach(version -> versions.add(version.toJson()));
        return json;
    }

    public static ObjectNode installation(Installation installation) {
        return installation
                .version()
                .toJson()
                .put("added", installation.added())
                .put("active", installation.active());
    }

    public static ObjectNode finding(Finding finding) {
        ObjectNode json = StoreJson.object().put("name", finding.name());
        finding.version().ifPresent(version -> json.put("version", version));
        json.put("good", finding.problem().isEmpty())
                .put("sha256", finding.sha256())
                .put("compared_with", finding.comparedWith());
        finding.problem().ifPresent(problem -> json.put("problem", problem));
        return json;
    }

    public static ObjectNode entry(CatalogueEntry entry) {
        ObjectNode json = StoreJson.object()
                .put("name", entry.name())
                .put("collection", entry.collection())
                .put("kind", entry.kind().word())
                .put("languages", entry.languages())
                .put("licence", entry.licence())
                .put("address", entry.address());
        entry.length().ifPresent(length -> json.put("length", length));
        entry.memoryMb().ifPresent(memory -> json.put("memory_mb", memory));
        entry.sha256().ifPresent(sum -> json.put("sha256", sum));
        entry.sha1().ifPresent(sum -> json.put("sha1", sum));
        return json.put("checksum_source", entry.checksumSource());
    }
}
