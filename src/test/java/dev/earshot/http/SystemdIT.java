package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.model.DemoModel;
import dev.earshot.systemd.SystemdSocket;
import dev.earshot.systemd.SystemdSocket.Heard;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the packaged program tells systemd, on a real socket in systemd's place. */
class SystemdIT {
    private static final String ALIVE = "WATCHDOG=1";
    private static final String NETTYS_LIBRARY = "netty_transport_native_epoll";
    private static final Duration WATCHDOG = Duration.ofSeconds(2);

    private final Path folder =
            Path.of("target/programs", UUID.randomUUID().toString()).toAbsolutePath();
    private SystemdSocket systemd;

    @BeforeEach
    void listen() throws Exception {
        Files.createDirectories(folder);
        // In the folder for temporary files, since the path of a socket has room for a hundred characters.
        systemd = new SystemdSocket(
                Files.createTempDirectory("earshot-").resolve("notify").toString());
    }

    @AfterEach
    void close() {
        systemd.close();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(2));
    }

    private Program start(List<String> prefix, Map<String, String> settings) {
        List<String> command = new ArrayList<>(prefix.isEmpty() ? List.of("env") : prefix);
        command.add("NOTIFY_SOCKET=" + systemd.address());
        command.add("WATCHDOG_USEC=" + WATCHDOG.toMillis() * 1000);
        return Program.start(Program.artifact(), folder, command, settings);
    }

    @Test
    void shouldBeReadyWhenTheModelIsWarmThenGiveSignsOfLifeAndSayThatItStops() {
        try (Program program = start(List.of(), Map.of())) {
            URI address = program.awaitAddress();
            await().until(() -> systemd.count("READY=1") == 1);
            Api api = new Api(address);
            assertThat(api.get("/q/health/ready").status()).isEqualTo(200);

            assertThat(api.transcribe(Form.of(Clip.EN1.bytes())).transcript()).isEqualTo(Clip.EN1.text());
            await().until(() -> systemd.count(ALIVE) >= 4);
            List<Heard> signs = systemd.heard().stream()
                    .filter(heard -> heard.line().equals(ALIVE))
                    .toList();
            for (int i = 1; i < signs.size(); i++) {
                assertThat(Duration.ofNanos(
                                signs.get(i).nanos() - signs.get(i - 1).nanos()))
                        .isBetween(WATCHDOG.dividedBy(4), WATCHDOG);
            }
            assertThat(systemd.lines())
                    .filteredOn(line -> line.startsWith("STATUS="))
                    .anyMatch(line -> line.matches("STATUS=" + DemoModel.NAME + " on .*; 0 at work, 0 of 8 waiting"))
                    .noneMatch(line -> line.contains("degraded"));

            assertThat(program.maps()).contains(NETTYS_LIBRARY);
            assertThat(program.stop()).isIn(0, 143);
        }
        assertThat(systemd.lines()).containsOnlyOnce("READY=1", "STOPPING=1").endsWith("EXTEND_TIMEOUT_USEC=60000000");
    }

    @Test
    void shouldLoadNothingForItWhereSystemdDoesNotListen() {
        try (Program program = Program.start(folder, Map.of())) {
            program.awaitReady();

            assertThat(program.maps()).contains("libwhisper").doesNotContain(NETTYS_LIBRARY);
        }
    }

    @Test
    void shouldStayUnreadyAndSayWhyWhereNoModelCanBeUsed() {
        try (Program program = start(List.of(), Map.of("earshot.model", "none"))) {
            program.awaitAddress();

            await().until(() -> systemd.count("EXTEND_TIMEOUT_USEC=60000000") >= 3);
            assertThat(systemd.lines())
                    .contains("STATUS=Not ready: No model is to be loaded (earshot.model=none).")
                    .doesNotContain("READY=1", ALIVE);
        }
    }

    @Test
    void shouldGiveNoMoreSignsOfLifeWhenADecodeHangsAndServeAgainAfterTheKill() {
        List<String> hanging = FaultyLibrary.preloaded("hang");
        try (Program program = start(hanging, Map.of("earshot.engine.stuck-after", "1s"))) {
            Api api = new Api(program.awaitReady());
            assertThat(api.transcribe(Form.of(Clip.EN1.bytes())).transcript()).isEqualTo(Clip.EN1.text());
            await().until(() -> systemd.count(ALIVE) >= 1);
            Thread caller = new Thread(() -> api.transcribe(Form.of(FaultyLibrary.marked(Clip.EN1))));
            caller.setDaemon(true);
            caller.setUncaughtExceptionHandler((thread, gone) -> {});
            caller.start();

            await().until(() -> systemd.lines().stream().anyMatch(line -> line.contains("1 at work")));
            await().until(() -> sinceLastSign().compareTo(WATCHDOG.multipliedBy(2)) > 0);
            assertThat(api.get("/q/health/live").status()).isEqualTo(503);
            // As systemd does now.
            program.kill();
        }
        try (Program next = start(hanging, Map.of())) {
            Api api = new Api(next.awaitReady());

            assertThat(api.transcribe(Form.of(Clip.EN1.bytes())).transcript()).isEqualTo(Clip.EN1.text());
        }
    }

    private Duration sinceLastSign() {
        long last = systemd.heard().stream()
                .filter(heard -> heard.line().equals(ALIVE))
                .mapToLong(Heard::nanos)
                .max()
                .orElseThrow();
        return Duration.ofNanos(System.nanoTime() - last);
    }
}
