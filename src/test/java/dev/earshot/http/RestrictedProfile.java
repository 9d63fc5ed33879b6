package dev.earshot.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.nio.file.Path;
import java.util.Map;

/** A key, small limits, names of friends, and an ffmpeg that tests put in place and take away. */
public final class RestrictedProfile implements QuarkusTestProfile {
    static final String KEY = "correct horse battery staple";

    static final Path FFMPEG = Path.of("target/service-folders/bin/ffmpeg").toAbsolutePath();

    static final String FRIEND = "https://notes.example";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "earshot.http.api-key", KEY,
                "earshot.http.allowed-hosts", "ears.example",
                "earshot.http.allowed-origins", FRIEND,
                "earshot.uploads.memory", "64K",
                "earshot.uploads.max-body", "4M",
                "earshot.uploads.stall-timeout", "2s",
                "earshot.limits.duration", "60s",
                "earshot.limits.prompt", "20",
                "earshot.ffmpeg.program", FFMPEG.toString(),
                "earshot.ffmpeg.stall-timeout", "2s");
    }
}
