package dev.earshot.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.Map;

/** vosk's protocol on a port that was free. */
public final class VoskProfile implements QuarkusTestProfile {
    /** The tests' own class loader sees the same system properties, but not the same statics. */
    private static final String PORT = "tests.vosk.port";

    @Override
    public Map<String, String> getConfigOverrides() {
        if (System.getProperty(PORT) == null) {
            try (ServerSocket any = new ServerSocket(0)) {
                System.setProperty(PORT, String.valueOf(any.getLocalPort()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Map.of(
                "earshot.vosk.enabled", "true",
                "earshot.vosk.port", System.getProperty(PORT),
                "earshot.live.sessions", "2");
    }

    static int port() {
        return Integer.parseInt(System.getProperty(PORT));
    }
}
