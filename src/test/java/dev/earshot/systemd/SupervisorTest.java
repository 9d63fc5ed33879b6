package dev.earshot.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.earshot.engine.Engine.QueueDepth;
import dev.earshot.engine.EngineStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    private static final long PROCESS = 42;
    private static final Heartbeat.Service FAILED = new Heartbeat.Service() {
        @Override
        public EngineStatus status() {
            return new EngineStatus.Failed("Grün ist keine Zahl.");
        }

        @Override
        public QueueDepth depth() {
            return new QueueDepth(0, 0, 8, 1);
        }

        @Override
        public boolean getsOn() {
            return true;
        }

        @Override
        public List<String> degraded() {
            return List.of();
        }
    };

    @TempDir
    private Path folder;

    private static void shouldBeHeard(SystemdSocket systemd) {
        Map<String, String> environment = Map.of("NOTIFY_SOCKET", systemd.address(), "WATCHDOG_USEC", "400000");
        try (Supervisor supervisor = new Supervisor(environment, PROCESS, FAILED)) {
            supervisor.start();
            supervisor.start();

            await().until(() -> systemd.count("EXTEND_TIMEOUT_USEC=60000000") >= 3);
            assertThat(systemd.count("STATUS=Not ready: Grün ist keine Zahl.")).isEqualTo(1);

            supervisor.stopping(Duration.ofSeconds(20));
            await().until(() -> systemd.lines().contains("STOPPING=1"));
            assertThat(systemd.lines()).contains("STATUS=Stopping", "EXTEND_TIMEOUT_USEC=60000000");
        }
    }

    @Test
    void shouldWriteToASocketInTheFileSystem() {
        Path path = folder.resolve("notify");
        try (SystemdSocket systemd = new SystemdSocket(path.toString())) {
            assertThat(path).exists();
            shouldBeHeard(systemd);
        }
    }

    @Test
    void shouldWriteToAnAbstractSocket() throws Exception {
        String name = "@earshot-test-" + UUID.randomUUID();
        try (SystemdSocket systemd = new SystemdSocket(name)) {
            assertThat(Files.readString(Path.of("/proc/net/unix"))).contains(" " + name + "\n");
            shouldBeHeard(systemd);
        }
    }

    @Test
    void shouldGoOnWithoutSystemdWhenTheSocketIsNotThere() {
        Map<String, String> environment =
                Map.of("NOTIFY_SOCKET", folder.resolve("none").toString());
        try (Supervisor supervisor = new Supervisor(environment, PROCESS, FAILED)) {
            supervisor.start();
            supervisor.stopping(Duration.ZERO);
        }
    }

    @Test
    void shouldSaySoWhenNothingCanBeTold() {
        String nowhere = folder.resolve("none").toString();

        assertThatThrownBy(() -> NotifySocket.connect(nowhere))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(nowhere)
                .hasMessageContaining("FileNotFound");
    }

    @Test
    void shouldNotBeWatchedWhereSystemdWatchesAnotherProcess() {
        Map<String, String> mine = Map.of("WATCHDOG_USEC", "60000000", "WATCHDOG_PID", "42");
        Map<String, String> other = Map.of("WATCHDOG_USEC", "60000000", "WATCHDOG_PID", "43");

        assertThat(new Supervisor(mine, PROCESS, FAILED).watchdog()).contains(Duration.ofSeconds(60));
        assertThat(new Supervisor(other, PROCESS, FAILED).watchdog()).isEmpty();
        assertThat(new Supervisor(Map.of("WATCHDOG_USEC", "soon"), PROCESS, FAILED).watchdog())
                .isEmpty();
        assertThat(new Supervisor(Map.of(), PROCESS, FAILED).watchdog()).isEmpty();
    }
}
