package dev.earshot.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.device.MachineFacts;
import dev.earshot.whisper.StockVariant.NativeFile;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StockVariantTest {
    private static MachineFacts board(String fixture, String arch) {
        return MachineFacts.read(Path.of("src/test/resources/device", fixture), arch, 4);
    }

    @ParameterizedTest
    @CsvSource({
        "pi5, aarch64, stock-linux-aarch64-armv8.2-fp16",
        "orin-nano, aarch64, stock-linux-aarch64-armv8.2-fp16",
        "x86-avx2, amd64, stock-linux-x86_64-avx2",
        "x86-old, amd64, stock-linux-x86_64"
    })
    void shouldChooseByWhatTheProcessorCan(String fixture, String arch, String variant) {
        assertThat(StockVariant.choose(board(fixture, arch)).name()).isEqualTo(variant);
    }

    @ParameterizedTest
    @CsvSource({
        "pi5, aarch64, stock-linux-aarch64-armv8.1",
        "x86-avx2, amd64, stock-linux-x86_64",
        "x86-old, amd64, stock-linux-x86_64"
    })
    void shouldTakeTheOldestThatRunsWhenAskedTo(String fixture, String arch, String variant) {
        assertThat(StockVariant.choose(board(fixture, arch), true).name()).isEqualTo(variant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pi4", "pi3", "zero2w", "jetson-nano"})
    void shouldRefuseArmV80InWordsBeforeAnythingIsLoaded(String fixture) {
        MachineFacts facts = board(fixture, "aarch64");

        assertThatThrownBy(() -> StockVariant.choose(facts))
                .hasMessageStartingWith("The bundled native library cannot run on "
                        + facts.board().orElseThrow() + ": its processor is ARMv8.0")
                .hasMessageContaining("earshot.native.dir");
    }

    @Test
    void shouldRefuseOtherArchitecturesByName() {
        MachineFacts riscv = new MachineFacts("riscv64", Optional.empty(), Optional.empty(), Set.of(), 4);

        assertThatThrownBy(() -> StockVariant.choose(riscv))
                .hasMessage("No native library for the architecture riscv64; Earshot runs on 64-bit ARM (aarch64) and"
                        + " x86_64 Linux.");
    }

    @Test
    void shouldKnowTheTrueChecksumsOfTheWrappersFiles() throws Exception {
        for (StockVariant variant :
                new StockVariant[] {StockVariant.X86, StockVariant.X86_AVX2, StockVariant.ARM_FP16, StockVariant.ARM_LSE
                }) {
            for (NativeFile file : variant.files()) {
                try (InputStream in = getClass().getClassLoader().getResourceAsStream(file.resource())) {
                    assertThat(in).as(file.resource()).isNotNull();
                    byte[] bytes = in.readAllBytes();
                    assertThat((long) bytes.length).isEqualTo(file.length());
                    assertThat(HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(bytes)))
                            .isEqualTo(file.sha256());
                }
            }
        }
    }
}
