package dev.earshot.live.microphone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureSystemTest {
    @TempDir
    private Path folder;

    private Map<String, String> environment(String... programs) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String program : programs) {
            assertThat(Files.createFile(bin.resolve(program)).toFile().setExecutable(true))
                    .isTrue();
        }
        return new HashMap<>(Map.of("PATH", "/nowhere:" + bin, "XDG_RUNTIME_DIR", folder.toString()));
    }

    @Test
    void shouldTakeTheSoundServerThatRuns() throws Exception {
        Map<String, String> environment = environment("arecord", "parec", "pw-record");
        assertThat(CaptureSystem.AUTO.chosen(environment)).isEqualTo(CaptureSystem.ALSA);
        Files.createFile(folder.resolve("pipewire-0"));
        assertThat(CaptureSystem.AUTO.chosen(environment)).isEqualTo(CaptureSystem.PIPEWIRE);
        Files.createFile(Files.createDirectories(folder.resolve("pulse")).resolve("native"));
        assertThat(CaptureSystem.AUTO.chosen(environment)).isEqualTo(CaptureSystem.PULSE);
        assertThat(CaptureSystem.ALSA.chosen(environment)).isEqualTo(CaptureSystem.ALSA);
        assertThat(CaptureSystem.AUTO.chosen(Map.of())).as("a system service").isEqualTo(CaptureSystem.ALSA);
    }

    @Test
    void shouldNameTheDeviceAsEachProgramWantsIt() throws Exception {
        Map<String, String> environment = environment("arecord", "parec", "pw-record");
        Path bin = folder.resolve("bin");
        Optional<String> device = Optional.of("a b");
        assertThat(CaptureSystem.ALSA.command(environment, Optional.empty(), device, 48_000))
                .containsExactly(
                        bin + "/arecord", "-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r", "48000", "-D", "a b");
        assertThat(CaptureSystem.PULSE.command(environment, Optional.empty(), device, 48_000))
                .startsWith(bin + "/parec", "--raw")
                .contains("--rate=48000", "--device=a b");
        assertThat(CaptureSystem.PIPEWIRE.command(environment, Optional.empty(), device, 48_000))
                .containsExactly(
                        bin + "/pw-record", "--format=s16", "--channels=1", "--rate=48000", "--target=a b", "-");
    }

    @Test
    void shouldFindTheSamplesBehindAHeaderInEitherOrderOfBytes() {
        byte[] samples = {1, 2, 3, 4, 5, 6};
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            ByteBuffer file = ByteBuffer.allocate(28 + samples.length).order(order);
            file.putInt(0x2e736e64)
                    .putInt(28)
                    .putInt(-1)
                    .putInt(3)
                    .putInt(16_000)
                    .putInt(1)
                    .putInt(0);
            for (int i = 0; i < samples.length; i += 2) {
                file.putShort((short) (samples[i] & 0xff | samples[i + 1] << 8));
            }
            for (int size = 1; size < 9; size++) {
                RawSamples raw = new RawSamples(true);
                var out = new java.io.ByteArrayOutputStream();
                for (int from = 0; from < file.capacity(); from += size) {
                    out.writeBytes(
                            raw.next(Arrays.copyOfRange(file.array(), from, Math.min(file.capacity(), from + size))));
                }
                assertThat(out.toByteArray())
                        .as("%s, %d at a time", order, size)
                        .isEqualTo(samples);
            }
        }
    }
}
