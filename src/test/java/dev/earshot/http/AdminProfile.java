package dev.earshot.http;

import dev.earshot.model.ModelWriter;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An administrator's key beside the callers', and a folder that models are pulled from. */
public final class AdminProfile implements QuarkusTestProfile {
    static final String KEY = "callers";
    static final String ADMIN_KEY = "administrators";

    /** Another file of that name lies in the folder. */
    static final String PUBLISHED = "small.en-tdrz";

    private static final Path SHELF = Path.of("target/service-folders/shelf").toAbsolutePath();

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Files.createDirectories(SHELF);
            Path file = SHELF.resolve("ggml-" + PUBLISHED + ".bin");
            Files.deleteIfExists(file);
            ModelWriter.writeSmall(file, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "earshot.http.api-key",
                KEY,
                "earshot.http.admin-key",
                ADMIN_KEY,
                "earshot.models.sources",
                SHELF.toString(),
                "earshot.models.keep-free",
                "0");
    }
}
