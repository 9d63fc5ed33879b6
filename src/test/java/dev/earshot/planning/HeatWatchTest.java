package dev.earshot.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.device.ConditionFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a fake sysfs and a clock that tests move. */
class HeatWatchTest {
    private static final int WANTED = 4;

    @TempDir
    Path root;

    private final List<String> log = new ArrayList<>();
    private final AtomicInteger reads = new AtomicInteger();
    private long nanos = 1;
    private HeatWatch watch;

    private Path file(String name) throws IOException {
        Path file = root.resolve("sys").resolve(name);
        Files.createDirectories(file.getParent());
        return file;
    }

    private void temperature(int celsius) throws IOException {
        Files.writeString(file("class/thermal/thermal_zone0/type"), "cpu-thermal\n");
        Files.writeString(file("class/thermal/thermal_zone0/temp"), celsius * 1000 + "\n");
    }

    private void slowsAt(int celsius) throws IOException {
        Files.writeString(file("class/thermal/thermal_zone0/trip_point_0_type"), "passive\n");
        Files.writeString(file("class/thermal/thermal_zone0/trip_point_0_temp"), celsius * 1000 + "\n");
    }

    private void flags(String hexadecimal) throws IOException {
        Files.writeString(file("devices/platform/soc/soc:firmware/get_throttled"), hexadecimal + "\n");
    }

    private HeatWatch watch(boolean sparing, Optional<Double> assumedLimit) {
        return new HeatWatch(
                WANTED,
                sparing,
                () -> {
                    reads.incrementAndGet();
                    return ConditionFacts.read(root);
                },
                assumedLimit,
                () -> nanos,
                log::add);
    }

    @BeforeEach
    void coolBoard() throws IOException {
        temperature(50);
        slowsAt(90);
        watch = watch(true, Optional.empty());
    }

    private int threadsAfter(int seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
        return watch.threads();
    }

    /** As Intel's package sensor does where nobody has set a limit; and a soft limit alone costs less than a thread. */
    @Test
    void shouldTakeNoNoticeOfALimitOfZeroNorOfASoftOne() throws IOException {
        slowsAt(0);
        flags("0x8");

        assertThat(threadsAfter(0)).isEqualTo(WANTED);
        assertThat(threadsAfter(100)).isEqualTo(WANTED);
    }

    @Test
    void shouldComputeWithAllThreadsWhileItIsCool() {
        assertThat(threadsAfter(0)).isEqualTo(WANTED);
        assertThat(threadsAfter(100)).isEqualTo(WANTED);
        assertThat(log).isEmpty();
    }

    @Test
    void shouldTakeAThreadLessAtEachLookBeforeTheKernelSlowsDown() throws IOException {
        temperature(86);

        assertThat(List.of(threadsAfter(0), threadsAfter(5), threadsAfter(5), threadsAfter(5), threadsAfter(5)))
                .containsExactly(3, 2, 1, 1, 1);
        assertThat(log)
                .first()
                .isEqualTo("A lane computes with 3 of 4 threads: the board gets hot (86 degrees Celsius)");
        assertThat(log).hasSize(3);
        assertThat(watch.state().margin()).contains(4.0);
        assertThat(watch.state().throttled()).isFalse();
    }

    @Test
    void shouldGiveThreadsBackOneByOneOnceItHasBeenCoolForAWhile() throws IOException {
        temperature(86);
        threadsAfter(0);
        threadsAfter(5);
        temperature(79);

        assertThat(threadsAfter(29)).isEqualTo(2);
        assertThat(threadsAfter(5)).isEqualTo(3);
        assertThat(threadsAfter(5)).isEqualTo(3);
        assertThat(threadsAfter(30)).isEqualTo(4);
        assertThat(log).last().asString().contains("the board is cool again");
    }

    @Test
    void shouldChangeNothingBetweenHotAndCool() throws IOException {
        temperature(86);
        threadsAfter(0);
        temperature(83);

        assertThat(threadsAfter(60)).isEqualTo(3);
        temperature(75);
        assertThat(threadsAfter(10)).as("cool, but not for long").isEqualTo(3);
    }

    @Test
    void shouldTakeThreadsAwayWhileTheSupplyIsWeakOrTheBoardSlowedDown() throws IOException {
        for (String now : List.of("0x1", "0x50005", "0x4", "0x2")) {
            flags(now);
            watch = watch(true, Optional.empty());

            assertThat(threadsAfter(0)).as(now).isEqualTo(3);
            assertThat(watch.state().throttled()).isTrue();
        }
        flags("0x50000");
        assertThat(threadsAfter(40)).as("it was, and is no more").isEqualTo(4);
    }

    @Test
    void shouldAssumeALimitWhereTheKernelDoesNotTellOne() throws IOException {
        Files.delete(file("class/thermal/thermal_zone0/trip_point_0_temp"));
        temperature(78);

        assertThat(threadsAfter(0)).as("nobody knows where it slows down").isEqualTo(WANTED);
        watch = watch(true, Optional.of(ConditionFacts.RASPBERRY_PI_SLOWS_AT));
        assertThat(threadsAfter(0)).isEqualTo(3);
    }

    @Test
    void shouldWatchOnlyWhereItIsToldTo() throws IOException {
        temperature(95);
        watch = watch(false, Optional.empty());

        assertThat(threadsAfter(0)).isEqualTo(WANTED);
        assertThat(watch.state().celsius()).contains(95.0);
        assertThat(log).isEmpty();
    }

    @Test
    void shouldDoNothingOnABoardWithoutSensors() {
        HeatWatch blind = new HeatWatch(
                WANTED,
                true,
                () -> ConditionFacts.read(root.resolve("nothing")),
                Optional.of(ConditionFacts.RASPBERRY_PI_SLOWS_AT),
                () -> nanos,
                log::add);

        assertThat(blind.threads()).isEqualTo(WANTED);
        assertThat(blind.state().celsius()).isEmpty();
        assertThat(blind.state().throttled()).isFalse();
    }

    @Test
    void shouldNotReadTheSensorsMoreOftenThanEveryFiveSeconds() {
        for (int i = 0; i < 10; i++) {
            threadsAfter(1);
        }

        assertThat(reads).hasValue(2);
    }
}
