package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The health check of the container images, which has no key and no curl, on a service that asks for a key. */
@QuarkusTest
@TestProfile(RestrictedProfile.class)
class ContainerHealthTest extends RestrictedCase {
    private static int check(String probe, int port) throws IOException, InterruptedException {
        ProcessBuilder script =
                new ProcessBuilder("bash", "install/docker/healthcheck.sh", probe).redirectErrorStream(true);
        script.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        Process process = script.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    void shouldFindTheServiceUp(String probe) throws Exception {
        assertThat(check(probe, base.getPort())).isZero();
    }

    @Test
    void shouldFindAProbeThatThereIsNotDown() throws Exception {
        assertThat(check("nonsense", base.getPort())).isOne();
    }

    @Test
    void shouldFindAServiceDownThatSaysSo() throws Exception {
        HttpServer down = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        down.createContext("/q/health/live", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        down.start();
        try {
            assertThat(check("live", down.getAddress().getPort())).isOne();
        } finally {
            down.stop(0);
        }
        assertThat(check("live", down.getAddress().getPort()))
                .as("nobody listens any more")
                .isOne();
    }
}
