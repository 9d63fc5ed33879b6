package dev.earshot.model.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A download that is not whole yet. It may go on later only where a checksum will tell in the end whether the pieces belong
 * together; without one it starts over.
 */
final class Partial {
    private static final String FILE = "part";
    private static final String FACTS = "part.json";

    private final Path folder;

    Partial(Path folder) {
        this.folder = folder;
    }

    static boolean isPartOfOne(Path entry) {
        String name = entry.getFileName().toString();
        return name.equals(FILE) || name.equals(FACTS);
    }

    Path file() {
        return folder.resolve(FILE);
    }

    /** Bytes that can be kept for that model; anything else that lies here is removed. */
    long usableBytes(CatalogueEntry entry) throws IOException {
        if (entry.hasChecksum()
                && Files.isRegularFile(file())
                && identity(entry).equals(facts("model"))) {
            long size = Files.size(file());
            if (size > 0 && (entry.length().isEmpty() || size < entry.length().getAsLong())) {
                return size;
            }
        }
        discard();
        return 0;
    }

    /** What {@link Download#tag} said, if the bytes are from that address. */
    Optional<String> tag(String address) {
        return facts("address").equals(address)
                ? Optional.of(facts("tag")).filter(tag -> !tag.isEmpty())
                : Optional.empty();
    }

    /** Says of which model the bytes are that come now. */
    void begin(CatalogueEntry entry, String address, Optional<String> tag) throws IOException {
        ObjectNode facts = StoreJson.object()
                .put("model", identity(entry))
                .put("address", address)
                .put("tag", tag.orElse(""));
        DurableFiles.write(folder.resolve(FACTS), StoreJson.bytes(facts), folder);
    }

    void discard() throws IOException {
        Files.deleteIfExists(file());
        Files.deleteIfExists(folder.resolve(FACTS));
    }

    private static String identity(CatalogueEntry entry) {
        return entry.name() + " " + entry.sha256().orElse("") + " "
                + entry.sha1().orElse("");
    }

    private String facts(String field) {
        try {
            JsonNode facts = StoreJson.read(folder.resolve(FACTS));
            return facts.path(field).asText("");
        } catch (IOException e) {
            return ""; // none, or half of one: then nothing is kept
        }
    }
}
