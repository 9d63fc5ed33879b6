package dev.earshot.model.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.earshot.model.ModelException;
import dev.earshot.model.ModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With whisper.cpp's own tool, as native-libs/build.sh --tools builds it, and with ones that fail. */
class QuantizerTest {
    private static final Progress QUIET = Progress.NONE;

    @TempDir
    Path scratch;

    private Shelf shelf;

    @BeforeEach
    void install() throws Exception {
        shelf = new Shelf(scratch.resolve("models"));
        Shelf.model(scratch, 1);
        shelf.store().importFile(scratch.resolve("model-1.bin"), Optional.of(Shelf.NAME), QUIET);
    }

    private static Path tool() {
        String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        return Path.of(System.getProperty("earshot.native.dir"), "linux-" + architecture, "tools", "whisper-quantize");
    }

    private Path failing(String script) throws Exception {
        Path file = scratch.resolve("tools/whisper-quantize");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void shouldMakeASmallerModelAndSayOfWhat() throws Exception {
        Installation made = shelf.store().quantize(Shelf.NAME, "q8_0", Optional.empty(), tool(), QUIET);

        Path file = shelf.directory.resolve("ggml-probe-q8_0.bin");
        assertThat(ModelFile.inspect(file).quantization()).isEqualTo("q8_0");
        assertThat(Files.size(file)).isLessThan(Files.size(shelf.directory.resolve("ggml-probe.bin")));
        assertThat(made.version().source())
                .isEqualTo("quantized here from probe version 1 (SHA-256 "
                        + Shelf.sums(Shelf.model(scratch, 1)).sha256() + ")");
        assertThat(shelf.directory.resolve(".store/incoming/probe-q8_0")).isEmptyDirectory();
        assertThat(shelf.directory.resolve(".store/versions/probe-q8_0/1")).isDirectoryNotContaining("glob:**log");
    }

    @Test
    void shouldRefuseToQuantizeTwice() throws Exception {
        shelf.store().quantize(Shelf.NAME, "q5_1", Optional.of("small"), tool(), QUIET);

        assertRefused("small is q5_1 already, and only f16 models can be quantized", "small", "q8_0", tool());
    }

    @Test
    void shouldRefuseWhatTheToolCannotMake() throws Exception {
        assertRefused("\"q9\" is no quantization. Choose one of q2_k, ", Shelf.NAME, "q9", tool());
        assertRefused("rows of 64 values, which q4_k cannot cut into blocks of 256", Shelf.NAME, "q4_k", tool());
        assertRefused("native-libs/build.sh --tools builds it", Shelf.NAME, "q8_0", scratch.resolve("none"));
    }

    @Test
    void shouldSayWhyTheToolFailed() throws Exception {
        assertRefused("The quantizer failed (status 3): no way", Shelf.NAME, "q8_0", failing("echo 'no way'; exit 3"));
        assertRefused("No model file", Shelf.NAME, "q8_0", failing("exit 0"));
        assertRefused("is damaged", Shelf.NAME, "q8_0", failing("head -c 1000000 \"$1\" > \"$2\""));
        assertRefused("made f16 instead of q8_0", Shelf.NAME, "q8_0", failing("cat \"$1\" > \"$2\""));
    }

    private void assertRefused(String words, String name, String type, Path tool) throws Exception {
        Shelf.Seen before = shelf.seen();
        ModelException e = catchThrowableOfType(
                ModelException.class, () -> shelf.store().quantize(name, type, Optional.of("new"), tool, QUIET));

        assertThat(e).isNotNull().hasMessageContaining(words);
        assertThat(shelf.seen()).isEqualTo(before);
    }
}
