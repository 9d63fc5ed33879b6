package dev.earshot.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A device profile of the user's own, named by the user, who also decides one of its keys in another way. */
public final class OwnDeviceProfile implements QuarkusTestProfile {
    static final String NAME = "tests-own";

    /** Of the profile, and not the default. */
    static final int QUEUE = 5;

    /** Of the profile, which the user goes before. */
    static final int LONGER_PROMPT = 30;

    static final int PROMPT = 20;

    private static final Path FOLDER =
            Path.of("target/service-folders/profiles").toAbsolutePath();

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(
                    FOLDER.resolve(NAME + ".properties"),
                    "earshot.engine.queue=" + QUEUE + "\nearshot.limits.prompt=" + LONGER_PROMPT + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "earshot.profiles.dir", FOLDER.toString(),
                "earshot.profile", NAME,
                "earshot.limits.prompt", String.valueOf(PROMPT));
    }
}
