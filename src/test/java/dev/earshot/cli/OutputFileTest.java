package dev.earshot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    @TempDir
    private Path folder;

    @Test
    void shouldWriteAWholeFileAndNothingBesideIt() throws IOException {
        Path file = folder.resolve("new/a.wav.txt");

        OutputFile.write(file, "grün\n");
        OutputFile.write(file, "weiß\n");

        assertThat(file).hasContent("weiß\n");
        assertThat(file.getParent().toFile().list()).containsExactly("a.wav.txt");
    }

    @Test
    void shouldLeaveNothingWhenTheFileCannotBePut() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("a.wav.txt/inside"));

        assertThatThrownBy(() -> OutputFile.write(taken.getParent(), "text")).isInstanceOf(IOException.class);
        assertThat(folder.toFile().list()).containsExactly("a.wav.txt");
    }

    @Test
    void shouldRemoveWhatADeadProcessLeftAndNothingElse() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.createFile(folder.resolve(".a.wav.txt." + dead.pid() + ".earshot-part"));
        String ours = ".b.wav.txt." + ProcessHandle.current().pid() + ".earshot-part";
        Files.createFile(folder.resolve(ours));
        Files.createFile(folder.resolve(".mine.earshot-part"));
        Files.createFile(folder.resolve("c.txt"));

        OutputFile.deleteAbandoned(folder);
        OutputFile.deleteAbandoned(folder.resolve("missing"));

        assertThat(folder.toFile().list()).containsExactlyInAnyOrder(ours, ".mine.earshot-part", "c.txt");
    }
}
