package dev.earshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.earshot.cli.FakeService.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a scripted service; with the real one and with the engine in {@link TranscribeIT}. */
class TranscribeTest {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";

    @TempDir
    private Path folder;

    private FakeService service = FakeService.ready("base-q8_0");
    private Optional<String> key = Optional.empty();
    private final Session session = new Session(new FakeWorkbench() {
        @Override
        public ServiceAddress service() {
            return new ServiceAddress("0.0.0.0", service.port(), key);
        }
    });

    @AfterEach
    void stop() {
        service.close();
    }

    private Path recording(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "sound of " + name);
    }

    @Test
    void shouldWriteOneTextToStandardOutput() throws IOException {
        service.at(TRANSCRIPTIONS, Reply.of(200, "good morning\n"));
        key = Optional.of("secret");

        int status = session.run(
                "transcribe",
                recording("a.wav").toString(),
                "--language",
                "German",
                "--prompt",
                " Grüße ",
                "-f",
                "txt");

        assertThat(status).isEqualTo(ExitStatus.GOOD);
        assertThat(session.out()).isEqualTo("good morning\n");
        assertThat(session.err()).isEmpty();
        String form = service.bodies().get(2);
        assertThat(form)
                .contains("name=\"response_format\"\r\n\r\ntext\r\n")
                .contains("name=\"language\"\r\n\r\nde\r\n")
                .contains("name=\"prompt\"\r\n\r\nGrüße\r\n")
                .contains("\r\n\r\nsound of a.wav\r\n--");
        assertThat(service.keys())
                .containsExactly(Optional.empty(), Optional.of("Bearer secret"), Optional.of("Bearer secret"));
        assertThat(folder.toFile().list()).containsExactly("a.wav");
    }

    @Test
    void shouldKeepWhatIsThereAndTellWhatFailed() throws IOException {
        Path good = recording("good.wav");
        Path bad = recording("zbad.wav");
        Files.writeString(folder.resolve("kept.mp3"), "sound");
        Files.writeString(folder.resolve("kept.mp3.txt"), "as it was");
        service.at(
                TRANSCRIPTIONS,
                Reply.of(200, "good morning\n"),
                Reply.of(400, "{\"error\":{\"message\":\"The recording is empty.\"}}"));

        // One after the other, so that the script holds.
        int first = session.run(
                "transcribe", good.toString(), folder.resolve("kept.mp3").toString());
        int status = session.run("transcribe", folder.toString());

        assertThat(first).isEqualTo(ExitStatus.GOOD);
        assertThat(status).isEqualTo(ExitStatus.WARNINGS);
        assertThat(folder.resolve("good.wav.txt")).hasContent("good morning");
        assertThat(folder.resolve("kept.mp3.txt")).hasContent("as it was");
        assertThat(folder.resolve("zbad.wav.txt")).doesNotExist();
        assertThat(session.err())
                .contains("Asking the service at http://127.0.0.1:" + service.port() + ", model base-q8_0.\n")
                .contains("1 of 2 written down, 1 had been before and were kept (--overwrite makes them again).\n")
                .contains(bad + ": The recording is empty.\n")
                .endsWith("0 of 3 written down, 2 had been before and were kept (--overwrite makes them again),"
                        + " 1 failed, 2 other files in the folders.\n");
        assertThat(session.out()).isEmpty();
    }

    @Test
    void shouldNotAskAnybodyWhenNothingIsLeftToDo() throws IOException {
        Path file = recording("a.wav");
        Files.writeString(folder.resolve("out.txt"), "");
        Path out = Files.createDirectories(folder.resolve("texts"));
        Files.writeString(out.resolve("a.wav.txt"), "as it was");

        assertThat(session.run("transcribe", file.toString(), "--out", out.toString()))
                .isEqualTo(ExitStatus.GOOD);
        assertThat(service.bodies()).isEmpty();

        service.at(TRANSCRIPTIONS, Reply.of(200, "new"));
        assertThat(session.run("transcribe", file.toString(), "--out", out.toString(), "--overwrite"))
                .isEqualTo(ExitStatus.GOOD);
        assertThat(out.resolve("a.wav.txt")).hasContent("new\n");
    }

    @Test
    void shouldWaitWhenTheServiceIsBusy() throws IOException {
        service.at(
                TRANSCRIPTIONS,
                new Reply(429, Map.of("Retry-After", "1"), "{\"error\":{\"message\":\"The queue is full.\"}}"),
                Reply.of(200, "good morning\n"));

        assertThat(session.run("transcribe", recording("a.wav").toString())).isEqualTo(ExitStatus.GOOD);
        assertThat(session.out()).isEqualTo("good morning\n");
    }

    @Test
    void shouldStopWhenTheServiceGoesAway() throws IOException {
        recording("a.wav");
        recording("b.wav");
        service.at(TRANSCRIPTIONS, Reply.of(503, "{\"error\":{\"message\":\"The service is shutting down.\"}}"));

        assertThat(session.run("transcribe", folder.toString())).isEqualTo(ExitStatus.CANNOT_RUN);
        assertThat(session.err())
                .contains("0 of 2 written down, 2 left.\n")
                .endsWith("Stopped: The service is shutting down. Run it again to go on.\n");
    }

    @Test
    void shouldTellAScriptWhatBecameOfEachFile() throws IOException {
        Path file = recording("a.wav");
        service.at(TRANSCRIPTIONS, Reply.of(200, "{\"text\":\"good morning\"}"));

        assertThat(session.run("transcribe", file.toString(), "--format", "json", "--json"))
                .isEqualTo(ExitStatus.GOOD);

        JsonNode answer = JsonMapper.builder().build().readTree(session.out());
        assertThat(answer.get("done").intValue()).isEqualTo(1);
        assertThat(answer.get("failed").intValue()).isZero();
        assertThat(answer.at("/files/0/file").textValue()).isEqualTo(file.toString());
        assertThat(answer.at("/files/0/status").textValue()).isEqualTo("done");
        assertThat(answer.at("/files/0/text").textValue()).isEqualTo("{\"text\":\"good morning\"}\n");
    }

    @Test
    void shouldRefuseWrongUseBeforeAnythingIsDone() throws IOException {
        String file = recording("a.wav").toString();

        assertThat(session.run("transcribe")).isEqualTo(ExitStatus.WRONG_USE);
        assertThat(session.run("transcribe", file, "--format", "doc")).isEqualTo(ExitStatus.WRONG_USE);
        assertThat(session.run("transcribe", file, "--language", "klingon")).isEqualTo(ExitStatus.WRONG_USE);
        assertThat(session.run("transcribe", file, "--prompt", "x".repeat(101))).isEqualTo(ExitStatus.WRONG_USE);
        assertThat(session.run("transcribe", file, "--out", file)).isEqualTo(ExitStatus.WRONG_USE);
        assertThat(session.run("transcribe", file, folder.resolve("nix").toString()))
                .isEqualTo(ExitStatus.WRONG_USE);

        assertThat(session.err().lines().filter(line -> !line.startsWith("See ")))
                .containsExactly(
                        "Missing required parameter: 'FILE|FOLDER'",
                        "'doc' is no format; there are text, json, verbose_json, srt and vtt.",
                        "'klingon' is not a language that Whisper knows; use a code such as en or de.",
                        "The prompt has 101 characters; at most 100 are taken (earshot.limits.prompt).",
                        "--out " + file + " is a file; name a folder.",
                        "There is no file or folder " + folder.resolve("nix") + ".");
        assertThat(service.bodies()).isEmpty();
    }
}
