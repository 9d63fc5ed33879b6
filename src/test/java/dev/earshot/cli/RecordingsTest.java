package dev.earshot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.cli.Recordings.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
    @TempDir
    private Path folder;

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    private static List<Path> outputs(Recordings recordings) {
        return recordings.all().stream().flatMap(r -> r.output().stream()).toList();
    }

    @Test
    void shouldTakeRecordingsOfAFolderAndCountTheRest() throws IOException {
        file("b.MP3");
        file("a.wav");
        file("a.wav.txt");
        file("notes.pdf");
        file(".hidden.wav");
        file("deep/c.wav");
        Recordings recordings = new Recordings(false, Optional.empty(), ".txt");

        recordings.add(folder);

        assertThat(recordings.all())
                .containsExactly(
                        new Recording(folder.resolve("a.wav"), Optional.of(folder.resolve("a.wav.txt"))),
                        new Recording(folder.resolve("b.MP3"), Optional.of(folder.resolve("b.MP3.txt"))));
        assertThat(recordings.others()).isEqualTo(3);
    }

    @Test
    void shouldKeepTheShapeOfFoldersBelowOut() throws IOException {
        file("a.wav");
        file("deep/er/a.wav");
        Path out = folder.resolve("texts");
        Recordings recordings = new Recordings(true, Optional.of(out), ".srt");

        recordings.add(folder);

        assertThat(outputs(recordings)).containsExactly(out.resolve("a.wav.srt"), out.resolve("deep/er/a.wav.srt"));
        assertThat(recordings.folders()).containsExactlyInAnyOrder(out, out.resolve("deep/er"));
    }

    @Test
    void shouldTakeANamedFileWhateverItIsCalledAndOnce() throws IOException {
        Path file = file("voice-message");
        Recordings recordings = new Recordings(false, Optional.empty(), ".txt");

        recordings.add(file);
        recordings.add(folder.resolve("../" + folder.getFileName() + "/voice-message"));

        assertThat(outputs(recordings)).containsExactly(folder.resolve("voice-message.txt"));
    }

    @Test
    void shouldRefuseTwoRecordingsWithOneOutput() throws IOException {
        Path first = file("one/a.wav");
        Path second = file("two/a.wav");
        Recordings recordings = new Recordings(false, Optional.of(folder), ".txt");
        recordings.add(first);

        assertThatThrownBy(() -> recordings.add(second))
                .isInstanceOf(WrongUse.class)
                .hasMessage("The texts of " + first + " and " + second + " would both become "
                        + folder.resolve("a.wav.txt")
                        + ". Name a folder that holds both, with --recursive, or run once for each.");
    }

    @Test
    void shouldSayWhatIsNotThere() {
        Recordings recordings = new Recordings(false, Optional.empty(), ".txt");

        assertThatThrownBy(() -> recordings.add(folder.resolve("nix.wav")))
                .isInstanceOf(WrongUse.class)
                .hasMessage("There is no file or folder " + folder.resolve("nix.wav") + ".");
        assertThatThrownBy(() -> recordings.add(Path.of("/dev/null")))
                .isInstanceOf(WrongUse.class)
                .hasMessage("/dev/null is neither a file nor a folder.");
    }
}
