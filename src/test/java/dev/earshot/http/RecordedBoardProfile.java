package dev.earshot.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.nio.file.Path;
import java.util.Map;

/** The facts of a Raspberry Pi 5, for which this machine has no native library. */
public final class RecordedBoardProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "earshot.device.root",
                Path.of("src/test/resources/device/pi5").toAbsolutePath().toString(),
                "earshot.native.dir",
                Path.of("target/service-folders/no-natives").toAbsolutePath().toString());
    }
}
