package dev.earshot.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineFactsTest {
    private static MachineFacts read(String fixture, String arch) {
        return MachineFacts.read(Path.of("src/test/resources/device", fixture), arch, 4);
    }

    @Test
    void shouldReadBoardAndFeaturesOfARaspberryPi() {
        MachineFacts pi = read("pi5", "aarch64");

        assertThat(pi.architecture()).isEqualTo("aarch64");
        assertThat(pi.board()).contains("Raspberry Pi 5 Model B Rev 1.0");
        assertThat(pi.has("asimd", "asimddp", "fphp", "atomics")).isTrue();
        assertThat(pi.has("i8mm")).isFalse();
    }

    @Test
    void shouldReadProcessorAndFeaturesOfAPc() {
        MachineFacts pc = read("x86-avx2", "amd64");

        assertThat(pc.architecture()).isEqualTo("x86_64");
        assertThat(pc.cpu()).contains("AMD EPYC");
        assertThat(pc.has("avx2", "fma", "f16c")).isTrue();
    }

    @Test
    void shouldCountOnlyFeaturesThatEveryCoreHas() {
        assertThat(read("mixed-cores", "aarch64").cpuFeatures()).containsExactlyInAnyOrder("fp", "asimd", "crc32");
    }

    @Test
    void shouldKnowLittleButNotFailWhereThereIsNothingToRead(@TempDir Path empty) {
        MachineFacts facts = MachineFacts.read(empty, "aarch64", 1);

        assertThat(facts.board()).isEmpty();
        assertThat(facts.cpu()).isEmpty();
        assertThat(facts.cpuFeatures()).isEmpty();
    }
}
