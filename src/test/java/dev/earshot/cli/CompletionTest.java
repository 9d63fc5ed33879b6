package dev.earshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** bash itself reads the script and completes. */
class CompletionTest {
    @TempDir
    private Path folder;

    /** What bash offers for a command line whose last word is being typed. */
    private List<String> offered(String... words) throws Exception {
        Session session = new Session(new FakeWorkbench());
        assertThat(session.run("completion")).isEqualTo(ExitStatus.GOOD);
        Path script = Files.writeString(folder.resolve("earshot"), session.out());
        String line = "set -e; source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; \"$(complete -p earshot | sed 's/.*-F \\([^ ]*\\).*/\\1/')\" || true;"
                + " printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "--norc", "-c", line)
                .directory(folder.toFile())
                // bash complains that nobody has pressed a key.
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(answer).isZero();
        return answer.lines().map(String::strip).toList();
    }

    @Test
    void shouldCompleteCommandsAndOptions() throws Exception {
        assertThat(offered("earshot", "tr")).containsExactly("transcribe");
        assertThat(offered("earshot", "transcribe", "--over")).containsExactly("--overwrite");
        assertThat(offered("earshot", "transcribe", "--lan")).containsExactly("--language");
    }
}
