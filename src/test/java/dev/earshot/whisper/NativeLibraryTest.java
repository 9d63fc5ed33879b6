package dev.earshot.whisper;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.device.MachineFacts;
import dev.earshot.whisper.NativeLibrary.Places;
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
        assertThatThrownBy(() -> NativeLibrary.load(X86, new Places(Optional.of(folder), Optional.empty(), List.of())))
                .hasMessage("No native library for linux-x86_64 in " + folder
                        + " (looked for libwhisper-jni.so there and in linux-x86_64/). Correct earshot.native.dir, or"
                        + " remove it to use the bundled library.");
    }

    @Test
    void shouldSayWhatIsWrongWithALibraryThatCannotBeLoaded() throws Exception {
        Path variant = Files.createDirectories(folder.resolve("linux-x86_64"));
        Files.writeString(variant.resolve("libwhisper-jni.so"), "not a library");

        assertThatThrownBy(() -> NativeLibrary.load(X86, new Places(Optional.of(folder), Optional.empty(), List.of())))
                .hasMessageStartingWith("Cannot load " + variant.resolve("libwhisper-jni.so") + ": ")
                .hasMessageContaining("file too short");
    }
}
