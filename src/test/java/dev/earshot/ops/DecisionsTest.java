package dev.earshot.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.device.DeviceProfiles;
import dev.earshot.device.MachineFacts;
import dev.earshot.device.NativeChoice;
import dev.earshot.device.ProfileChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    private static MachineFacts read(String board) {
        return MachineFacts.read(Path.of("src/test/resources/device", board), "amd64", 4);
    }

    private static Setup on(String board, int wantedThreads, int threads) {
        return setup(read(board), wantedThreads, threads);
    }

    private static Setup setup(MachineFacts machine, int wantedThreads, int threads) {
        return new Setup(
                machine,
                ProfileChoice.choose(machine, DeviceProfiles.load(Optional.empty()), ProfileChoice.AUTO),
                NativeChoice.of(machine, List.of()),
                () -> "earshot.model names it",
                wantedThreads,
                threads,
                1);
    }

    @Test
    void shouldNameTheProfileAndWhy() {
        Setup setup = on("pi5", 4, 4);

        assertThat(Decisions.taken(setup))
                .singleElement()
                .asString()
                .startsWith("Device profile raspberry-pi-5-")
                .contains("the board says 'Raspberry Pi 5");
        assertThat(Decisions.missed(setup, Optional.of("linux-aarch64"))).isEmpty();
    }

    @Test
    void shouldSayThatThereAreLessProcessorsThanWantedThreads() {
        assertThat(Decisions.taken(on("pi5", 8, 4)))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("A lane computes with 4 threads instead of 8 (earshot.engine.threads)");
        assertThat(Decisions.taken(on("pi5", 0, 4))).hasSize(1);
    }

    @Test
    void shouldSayWhyABoardCannotRun() {
        assertThat(Decisions.missed(on("jetson-nano", 0, 4), Optional.empty()))
                .singleElement()
                .asString()
                .startsWith("No native library that Earshot builds can run on this board: ")
                .contains("glibc 2.34")
                .contains("container");
    }

    /** A container of Debian 12 into which the GPU is passed. */
    private static Setup xavierInContainer() {
        MachineFacts container = read("xavier-nx-container");
        MachineFacts board = read("xavier-nx");
        return setup(
                new MachineFacts(
                        container.architecture(),
                        container.board(),
                        container.compatible(),
                        container.cpu(),
                        container.cpuFeatures(),
                        container.cores(),
                        container.memory(),
                        container.system(),
                        board.jetson(),
                        board.gpu(),
                        container.condition(),
                        board.access()),
                0,
                4);
    }

    @Test
    void shouldSayWhyTheGpuIsNotUsed() {
        assertThat(Decisions.missed(xavierInContainer(), Optional.of("linux-aarch64")))
                .singleElement()
                .asString()
                .startsWith("The GPU is not used: ")
                .contains("CUDA 11 is too old");
        assertThat(Decisions.missed(on("orin-nano", 0, 4), Optional.of("linux-aarch64")))
                .containsExactly("The GPU is not used: linux-aarch64 is not built for it; native-libs/build.sh"
                        + " linux-aarch64-cuda12 makes one that is");
    }

    @Test
    void shouldNotMissAGpuThatIsUsedOrNotThere() {
        assertThat(Decisions.missed(on("orin-nano", 0, 4), Optional.of("linux-aarch64-cuda12")))
                .isEmpty();
        assertThat(Decisions.missed(on("pc", 0, 4), Optional.of("linux-x86_64")))
                .isEmpty();
    }
}
