package dev.earshot.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** A model of which the second half is missing. */
public final class BrokenModelProfile implements QuarkusTestProfile {
    static final Path MODEL = Path.of("target/service-folders/ggml-half.bin").toAbsolutePath();

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            byte[] whole = Files.readAllBytes(Path.of("src/demo-model/earshot-demo-q8_0.bin"));
            Files.createDirectories(MODEL.getParent());
            Files.write(MODEL, Arrays.copyOf(whole, whole.length / 2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("earshot.model", MODEL.toString());
    }
}
