package dev.earshot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstalledModelsTest {
    @TempDir
    Path parent;

    @Test
    void shouldListModelFilesByName() throws Exception {
        Path base = install("ggml-base-q8_0.bin");
        Path mine = install("mine.bin");
        install("README.md");
        install(".ggml-tiny.bin");
        install("ggml-silero-v6.2.0.bin");
        Files.createDirectory(directory().resolve("folder.bin"));

        assertThat(models().list()).containsExactly(base, mine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base-q8_0", "ggml-base-q8_0", "ggml-base-q8_0.bin", "base-q8_0.bin"})
    void shouldFindAModelHoweverItsNameIsWritten(String name) throws Exception {
        Path base = install("ggml-base-q8_0.bin");

        assertThat(models().find(name)).contains(base);
        assertThat(models().resolve(name)).isEqualTo(base);
    }

    @Test
    void shouldPreferTheFileThatIsNamedExactly() throws Exception {
        Path published = install("ggml-base.bin");
        Path own = install("base.bin");

        assertThat(models().find("base.bin")).contains(own);
        assertThat(models().find("ggml-base.bin")).contains(published);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "../outside.bin", "..", ".", "", "/etc/passwd", "outside\0.bin"})
    void shouldNotLeaveTheDirectoryByName(String name) throws Exception {
        install("ggml-base.bin");
        Files.createFile(parent.resolve("outside.bin"));

        assertThat(models().find(name)).isEmpty();
    }

    @Test
    void shouldTakeASettingWithASlashAsAPath() throws Exception {
        Path outside = Files.createFile(parent.resolve("outside.bin"));

        assertThat(models().resolve(outside.toString())).isEqualTo(outside);
    }

    @Test
    void shouldSayWhatIsInstalledWhenANameIsUnknown() throws Exception {
        install("ggml-tiny.bin");
        install("ggml-base-q8_0.bin");

        assertNotFound("huge", "No model \"huge\" in " + directory() + ". Installed: base-q8_0, tiny.");
    }

    @Test
    void shouldSayHowToInstallWhenNothingIs() {
        assertNotFound(
                "base",
                "No model \"base\" in " + parent.resolve("models")
                        + ". None is installed: fetch one (earshot models pull), place a whisper.cpp model file (ggml-*.bin)"
                        + " there, or give a path.");
    }

    @Test
    void shouldNameThePathThatDoesNotExist() {
        assertNotFound("/no/such/ggml-base.bin", "No model file /no/such/ggml-base.bin.");
    }

    @Test
    void shouldRejectAPathThatNoFileSystemHas() {
        assertNotFound("/a\0b", "\"/a\0b\" cannot be a file's path: Nul character not allowed");
    }

    private void assertNotFound(String configured, String message) {
        ModelException e = catchThrowableOfType(
                ModelException.class, () -> new InstalledModels(parent.resolve("models")).resolve(configured));
        assertThat(e).hasMessage(message);
        assertThat(e.problem()).isEqualTo(ModelException.Problem.NOT_FOUND);
    }

    private InstalledModels models() throws IOException {
        return new InstalledModels(directory());
    }

    private Path directory() throws IOException {
        return Files.createDirectories(parent.resolve("models"));
    }

    private Path install(String name) throws IOException {
        return Files.createFile(directory().resolve(name));
    }
}
