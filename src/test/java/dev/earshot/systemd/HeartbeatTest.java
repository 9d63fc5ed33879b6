package dev.earshot.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.engine.Capabilities;
import dev.earshot.engine.Engine.QueueDepth;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.LibraryFacts;
import dev.earshot.engine.ModelLoader.ModelFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final EngineStatus READY = new EngineStatus.Ready(
            new ModelFacts(
                    "base-q8_0",
                    "base",
                    "q8_0",
                    81_800_000,
                    Optional.empty(),
                    99,
                    true,
                    new LibraryFacts("linux-aarch64", "1.9.1", "", List.of("CPU"), Optional.empty()),
                    Capabilities.OWN),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));

    private final FakeService service = new FakeService();
    private long now = 123;
    private final Heartbeat heartbeat = new Heartbeat(service, Optional.of(Duration.ofSeconds(60)), () -> now);

    private static final class FakeService implements Heartbeat.Service {
        private EngineStatus status = new EngineStatus.Loading();
        private QueueDepth depth = new QueueDepth(0, 0, 8, 1);
        private boolean getsOn = true;
        private List<String> degraded = List.of();

        @Override
        public EngineStatus status() {
            return status;
        }

        @Override
        public QueueDepth depth() {
            return depth;
        }

        @Override
        public boolean getsOn() {
            return getsOn;
        }

        @Override
        public List<String> degraded() {
            return degraded;
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private List<String> next() {
        return heartbeat.next().lines().toList();
    }

    @Test
    void shouldAskForTimeWhileTheModelIsLoadedAndBeReadyOnceWhenItIsWarm() {
        assertThat(next()).containsExactly("EXTEND_TIMEOUT_USEC=60000000", "STATUS=Loading the model");
        assertThat(next()).isEmpty();
        pass(Duration.ofSeconds(5));
        assertThat(next()).containsExactly("EXTEND_TIMEOUT_USEC=60000000");
        assertThat(heartbeat.pause()).as("somebody waits").isEqualTo(Duration.ofMillis(200));

        service.status = READY;

        assertThat(next())
                .containsExactly(
                        "READY=1", "STATUS=base-q8_0 on linux-aarch64; 0 at work, 0 of 8 waiting", "WATCHDOG=1");
        assertThat(next()).isEmpty();
        assertThat(heartbeat.pause()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldAskForNoMoreTimeWhenLoadingHangs() {
        assertThat(heartbeat.next()).contains("EXTEND_TIMEOUT_USEC");
        pass(Heartbeat.LONGEST_LOAD);

        assertThat(heartbeat.next()).isEmpty();
    }

    @Test
    void shouldStayUnreadyAndSayWhyWhenTheModelCannotBeUsed() {
        service.status = new EngineStatus.Failed("The model is\ndamaged.");

        assertThat(next()).containsExactly("EXTEND_TIMEOUT_USEC=60000000", "STATUS=Not ready: The model is damaged.");
        pass(Heartbeat.LONGEST_LOAD);
        assertThat(next()).containsExactly("EXTEND_TIMEOUT_USEC=60000000");

        service.status = READY;
        assertThat(next()).contains("READY=1");
    }

    @Test
    void shouldGiveASignOfLifeAtHalfOfTheTimeAsLongAsTheEngineGetsOn() {
        service.status = READY;
        assertThat(next()).contains("WATCHDOG=1");
        pass(Duration.ofSeconds(29));
        assertThat(next()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(next()).containsExactly("WATCHDOG=1");

        service.getsOn = false;
        pass(Duration.ofSeconds(60));
        assertThat(next()).isEmpty();

        service.getsOn = true;
        assertThat(next()).containsExactly("WATCHDOG=1");
    }

    @Test
    void shouldGiveNoSignOfLifeWhereNobodyWaitsForOne() {
        Heartbeat unwatched = new Heartbeat(service, Optional.empty(), () -> now);
        service.status = READY;
        pass(Duration.ofHours(1));

        assertThat(unwatched.next()).contains("READY=1").doesNotContain("WATCHDOG");
    }

    @Test
    void shouldTellWhenTheStateChangesAndKeepItShort() {
        service.status = READY;
        heartbeat.next();
        service.depth = new QueueDepth(3, 1, 8, 1);
        service.degraded = List.of("no disk left for uploads");

        assertThat(next())
                .containsExactly("STATUS=base-q8_0 on linux-aarch64; 1 at work, 3 of 8 waiting; degraded: no disk left"
                        + " for uploads");

        service.status = new EngineStatus.Failed("x".repeat(5000));
        assertThat(heartbeat.next()).startsWith("STATUS=Not ready: xxx").hasSizeLessThan(320);
        service.status = new EngineStatus.Stopped();
        assertThat(next()).containsExactly("STATUS=Stopping");
    }
}
