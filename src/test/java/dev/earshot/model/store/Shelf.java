package dev.earshot.model.store;

import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A models folder of a test, with a catalogue of models that the test makes. */
final class Shelf {
    static final String NAME = "probe";
    static final long MEGABYTE = 1_000_000;

    final Path directory;
    private final List<CatalogueEntry> published = new ArrayList<>();
    private List<String> sources = List.of();
    private List<Path> trusted = List.of();
    private long maxBytes = 20 * MEGABYTE;
    private long keepFree;
    private Duration stall = Duration.ofSeconds(20);

    Shelf(Path directory) {
        this.directory = directory;
    }

    static byte[] model(Path scratch, int seed) throws IOException {
        Path file = scratch.resolve("model-" + seed + ".bin");
        if (!Files.exists(file)) {
            ModelWriter.writeSmall(file, seed);
        }
        return Files.readAllBytes(file);
    }

    Shelf from(String... sources) {
        this.sources = List.of(sources);
        return this;
    }

    Shelf trusting(Path... keys) {
        this.trusted = List.of(keys);
        return this;
    }

    Shelf atMost(long bytes) {
        this.maxBytes = bytes;
        return this;
    }

    Shelf keepingFree(long bytes) {
        this.keepFree = bytes;
        return this;
    }

    Shelf stallingAfter(Duration stall) {
        this.stall = stall;
        return this;
    }

    /** Puts it into the catalogue with length and SHA-256, in place of an earlier one. */
    Shelf publish(byte[] model) {
        return publish(model, Optional.of(sums(model).sha256()), OptionalLong.of(model.length));
    }

    Shelf publish(byte[] model, Optional<String> sha256, OptionalLong length) {
        published.clear();
        published.add(new CatalogueEntry(
                NAME,
                "test",
                ModelKind.TRANSCRIPTION,
                "multilingual",
                "unknown",
                length,
                sha256,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                "ggml-" + NAME + ".bin",
                "http://127.0.0.1:1/{file}",
                "this test"));
        return this;
    }

    static Digests.Sums sums(byte[] bytes) {
        Digests digests = new Digests();
        digests.update(bytes, bytes.length);
        return digests.finish();
    }

    ModelStore store() {
        return new ModelStore(
                new StoreSettings(directory, sources, maxBytes, keepFree, stall, trusted), new Catalogue(published));
    }

    /** Everything that users of the folder can see. */
    record Seen(List<StoredModel> models, List<String> visible) {}

    Seen seen() throws Exception {
        List<String> visible = new ArrayList<>();
        for (Path file : new InstalledModels(directory).list()) {
            visible.add(file.getFileName() + " "
                    + Digests.of(file, Progress.NONE).finish().sha256());
        }
        return new Seen(store().list(), visible);
    }

    Path incoming() {
        return directory.resolve(".store/incoming/" + NAME);
    }
}
