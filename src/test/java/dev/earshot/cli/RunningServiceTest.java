package dev.earshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.cli.FakeService.Reply;
import dev.earshot.cli.Workbench.ServiceAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunningServiceTest {
    private static Optional<RunningService> find(int port) {
        return RunningService.find(new ServiceAddress("127.0.0.1", port, Optional.empty()));
    }

    @Test
    void shouldFindAServiceAndItsModel() {
        try (FakeService service = FakeService.ready("base-q8_0")) {
            RunningService found = find(service.port()).orElseThrow();

            assertThat(found.model()).contains("base-q8_0");
            assertThat(found.address()).hasToString("http://127.0.0.1:" + service.port());
        }
    }

    @Test
    void shouldNotTakeAnotherServerForIt() {
        try (FakeService whisperServer = new FakeService().at("/q/health/started", Reply.of(404, "<html>"))) {
            assertThat(find(whisperServer.port())).isEmpty();
        }
        try (FakeService other = new FakeService().at("/q/health/started", Reply.of(200, "hello"))) {
            assertThat(find(other.port())).isEmpty();
        }
    }

    @Test
    void shouldFindNobodyAtAnEmptyPort() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(find(port)).isEmpty();
        assertThat(find(0)).isEmpty();
    }

    @Test
    void shouldSayWhyAServiceCannotBeUsed() {
        try (FakeService loading = new FakeService().at("/q/health/started", Reply.of(503, "{\"status\":\"DOWN\"}"))) {
            RunningService found = find(loading.port()).orElseThrow();

            assertThat(found.model()).isEmpty();
            assertThat(found.problem()).isEqualTo("has no model that it could use");
        }
        try (FakeService locked = FakeService.ready("x").at("/v1/models", Reply.of(401, "{}"))) {
            RunningService found = find(locked.port()).orElseThrow();

            assertThat(found.model()).isEmpty();
            assertThat(found.problem()).isEqualTo("asks for a key, and earshot.http.api-key is not that one here");
        }
    }

    @Test
    void shouldCallAServiceOnAllAddressesOnTheLoopback() throws IOException {
        assertThat(RunningService.host("0.0.0.0")).isEqualTo("127.0.0.1");
        assertThat(RunningService.host("[::1]")).isEqualTo("[::1]");
        assertThat(RunningService.host("192.0.2.7")).isEqualTo("192.0.2.7");
    }
}
