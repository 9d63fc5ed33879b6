package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The clients of the documentation, and OpenAI's own for the Realtime API. */
@QuarkusTest
class LiveProgramsTest extends LiveCase {
    private static Node node;

    @BeforeAll
    static void installPackages() {
        node = Node.in("js-live", Path.of("docs/live-client.mjs"), Path.of("src/test/js/realtime.mjs"));
    }

    private Map<String, String> environment() {
        return Map.of("EARSHOT_URL", "ws://" + base.getAuthority() + "/v1/live");
    }

    /** Debian's Python has Debian's packages. */
    @Test
    void shouldServeThePythonClient() {
        String said = node.run(
                environment(),
                "/usr/bin/python3",
                Path.of("docs/live-client.py").toAbsolutePath().toString(),
                Clip.EN1.path().toString());

        assertThat(said).isEqualTo(Clip.EN1.text() + "\n");
    }

    @Test
    void shouldServeTheJavaScriptClient() throws IOException {
        Path samples = node.folder().resolve("en1.pcm");
        Files.write(samples, LiveClient.audio(Clip.EN1, "s16le", 16_000));

        String said = node.run(environment(), "node", "live-client.mjs", samples.toString(), "16000");

        assertThat(said).isEqualTo(Clip.EN1.text() + "\n");
    }

    /** It speaks TLS only, which the program puts in front of the service with a certificate of its own. */
    @Test
    void shouldServeOpenAisRealtimeClient() throws IOException {
        Path samples = node.folder().resolve("en1-24k.pcm");
        Files.write(samples, LiveClient.audio(Clip.EN1, "s16le", 24_000));
        node.run(
                Map.of(),
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
                "-keyout",
                "key.pem",
                "-out",
                "cert.pem");

        String said = node.run(
                Map.of("NODE_EXTRA_CA_CERTS", node.folder().resolve("cert.pem").toString()),
                "node",
                "realtime.mjs",
                base.getHost(),
                String.valueOf(base.getPort()),
                samples.toString(),
                Clip.EN1.text());

        assertThat(said.lines())
                .containsExactly(
                        "opens a session",
                        "updates it",
                        "hears what is said",
                        "is told of a commit of nothing",
                        "closes");
    }
}
