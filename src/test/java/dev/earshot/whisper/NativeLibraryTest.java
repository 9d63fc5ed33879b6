package dev.earshot.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.device.MachineFacts;
import dev.earshot.engine.EngineException;
import dev.earshot.whisper.NativeLibrary.Places;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
    private static final MachineFacts X86 =
            new MachineFacts("x86_64", Optional.empty(), Optional.empty(), Set.of("avx2"), 2);

    @TempDir
    private Path folder;

    @Test
    void shouldNameTheFileAndTheFolderWhenAConfiguredLibraryIsMissing() {
        assertThatThrownBy(() -> NativeLibrary.load(X86, new Places(Optional.of(folder), List.of(), List.of())))
                .hasMessage("No native library for linux-x86_64 in " + folder
                        + " (looked for libwhisper-jni.so there and in linux-x86_64/). Correct earshot.native.dir, or"
                        + " remove it to use the bundled library.");
    }

    @Test
    void shouldSayWhatIsWrongWithALibraryThatCannotBeLoaded() throws Exception {
        Path variant = Files.createDirectories(folder.resolve("linux-x86_64"));
        Files.writeString(variant.resolve("libwhisper-jni.so"), "not a library");

        assertThat(Attempt.loadIn(folder))
                .startsWith("Cannot load " + variant.resolve("libwhisper-jni.so") + ": ")
                .contains("file too short");
    }

    /** A virtual machine of its own: one that has loaded a library takes no second. */
    static final class Attempt {
        public static void main(String[] folder) {
            try {
                NativeLibrary.load(X86, new Places(Optional.of(Path.of(folder[0])), List.of(), List.of()));
                System.out.println("loaded");
            } catch (EngineException e) {
                System.out.println(e.getMessage());
            }
        }

        static String loadIn(Path folder) throws IOException {
            Process attempt = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Attempt.class.getName(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(attempt.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
