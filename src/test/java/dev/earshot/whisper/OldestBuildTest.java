package dev.earshot.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldestBuildTest {
    @TempDir
    private Path folder;

    private Path library;

    @BeforeEach
    void build() throws IOException {
        library = Files.createDirectories(folder.resolve("linux-aarch64/tools")).getParent();
        for (String file : List.of(
                NativeLibrary.FILE,
                "libwhisper.so.1",
                "libggml-cpu-armv8.0_1.so",
                "libggml-cpu-armv8.2_2.so",
                "libggml-cuda.so")) {
            Files.writeString(library.resolve(file), file);
        }
        facts("cpu_variants=armv8.0_1;armv8.2_2");
    }

    private void facts(String line) throws IOException {
        Files.writeString(library.resolve("build.properties"), line + "\n");
    }

    @Test
    void shouldHoldAllButTheFasterParts() throws IOException {
        Path unusable = Files.createFile(folder.resolve("file"));
        List<Path> caches = List.of(unusable, folder.resolve("cache"));

        Path oldest = OldestBuild.of(library, caches);
        assertThat(OldestBuild.of(library, caches)).as("put together again").isEqualTo(oldest);

        assertThat(oldest.toFile().list())
                .containsExactlyInAnyOrder(
                        NativeLibrary.FILE, "libwhisper.so.1", "libggml-cpu-armv8.0_1.so", "build.properties");
        assertThat(oldest.resolve(NativeLibrary.FILE)).isRegularFile().hasContent(NativeLibrary.FILE);
        assertThat(oldest.resolve(NativeLibrary.FILE).toRealPath())
                .as("beside itself ggml looks for the parts")
                .isEqualTo(oldest.toRealPath().resolve(NativeLibrary.FILE));
        assertThat(oldest.resolve("libggml-cpu-armv8.0_1.so")).hasContent("libggml-cpu-armv8.0_1.so");
    }

    @Test
    void shouldBeTheLibraryItselfWhereItDoesNotSayWhatItHas() throws IOException {
        facts("version=1");

        assertThat(OldestBuild.of(library, List.of(folder))).isEqualTo(library);
    }
}
