package dev.earshot.http;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Two copies of the demo model, one of which is for long recordings; and an administrator's key. */
public final class BatchModelProfile implements QuarkusTestProfile {
    static final String QUICK = "quick";
    static final String CAREFUL = "careful";
    static final String ADMIN_KEY = "administrators";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "earshot.models.interactive", QUICK,
                "earshot.models.batch", CAREFUL + "," + QUICK,
                "earshot.http.admin-key", ADMIN_KEY);
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Models.class));
    }

    /** Fills the folder that {@link ServiceFolders} makes. */
    public static final class Models implements QuarkusTestResourceLifecycleManager {
        @Override
        public int order() {
            return 1;
        }

        @Override
        public Map<String, String> start() {
            for (String name : List.of(QUICK, CAREFUL)) {
                try {
                    Files.copy(
                            Path.of("src/demo-model/earshot-demo-q8_0.bin"),
                            ServiceFolders.models().resolve("ggml-" + name + ".bin"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return Map.of();
        }

        @Override
        public void stop() {
            // They go with their folder.
        }
    }
}
