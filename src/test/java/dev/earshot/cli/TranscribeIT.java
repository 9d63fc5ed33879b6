package dev.earshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.http.Clip;
import dev.earshot.http.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged program as a command: real engine, demo model, recordings of several formats. 200 of them with {@code -Pslow}. */
class TranscribeIT {
    private static final boolean SLOW = Boolean.getBoolean("tests.slow");
    private static final int RECORDINGS = SLOW ? 200 : 20;
    private static final int PATIENCE_MINUTES = SLOW ? 60 : 5;

    /** Every word of every clip is right in these, the lossy ones too; of mp3 at 128 kbit/s two clips of 26 are not. */
    private static final List<String> ENDINGS = List.of("wav", "flac", "aiff", "mka", "m4a", "ogg", "opus");

    private final Path folder =
            Path.of("target/programs", UUID.randomUUID().toString()).toAbsolutePath();
    private final Path recordings = folder.resolve("recordings");
    private final Path texts = folder.resolve("texts");
    private final Map<String, String> expected = new HashMap<>();

    @BeforeEach
    void makeRecordings() throws Exception {
        Files.createDirectories(recordings.resolve("deep"));
        List<Clip> clips = Clip.speech();
        for (int i = 0; i < RECORDINGS; i++) {
            Clip clip = clips.get(i % clips.size());
            String ending = ENDINGS.get(i % ENDINGS.size());
            String name = (i % 3 == 0 ? "deep/" : "") + "%03d-%s.%s".formatted(i, clip.name(), ending);
            if (ending.equals("wav")) {
                Files.copy(clip.path(), recordings.resolve(name));
            } else {
                convert(clip.path(), recordings.resolve(name), ending);
            }
            expected.put(name + ".txt", clip.text() + "\n");
        }
    }

    private static void convert(Path in, Path out, String ending) throws Exception {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-loglevel", "error", "-i", in.toString()));
        command.addAll(ending.equals("mka") ? List.of("-c:a", "flac") : List.of());
        command.add(out.toString());
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private Process start(Map<String, String> settings, String... words) throws IOException {
        List<String> command = Program.command(Program.artifact(), folder, settings);
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve("err").toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .start();
    }

    private int run(Map<String, String> settings, String... words) throws Exception {
        Process process = start(settings, words);
        assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private Process startAll(Map<String, String> settings) throws IOException {
        return start(settings, "transcribe", "--recursive", "--out", texts.toString(), recordings.toString());
    }

    private int runAll(Map<String, String> settings) throws Exception {
        return run(settings, "transcribe", "--recursive", "--out", texts.toString(), recordings.toString());
    }

    private String err() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    /** By their place below the folder, hidden ones too. */
    private Map<String, String> written() throws IOException {
        Map<String, String> written = new HashMap<>();
        if (Files.exists(texts)) {
            try (Stream<Path> files = Files.walk(texts).filter(Files::isRegularFile)) {
                for (Path file : files.toList()) {
                    written.put(texts.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return written;
    }

    @Test
    void shouldWriteDownAFolderAndTellWhatFailed() throws Exception {
        Files.writeString(recordings.resolve("bad.mp3"), "<html>not found</html>");

        assertThat(runAll(Map.of())).as(err()).isEqualTo(ExitStatus.WARNINGS);

        assertThat(written()).isEqualTo(expected);
        assertThat(err())
                .contains(recordings.resolve("bad.mp3") + ": ")
                .contains(RECORDINGS + " of " + (RECORDINGS + 1) + " written down, 1 failed.");
    }

    @Test
    void shouldGoOnWhereAKilledRunWas() throws Exception {
        Process killed = startAll(Map.of());
        awaitTexts(3);
        killed.destroyForcibly().waitFor();
        Map<String, String> before = written();
        assertThat(expected).containsAllEntriesOf(before);
        assertThat(before).as("the kill came in the middle").hasSizeLessThan(RECORDINGS);
        FileTime past = FileTime.fromMillis(1_000_000_000_000L);
        for (String name : before.keySet()) {
            Files.setLastModifiedTime(texts.resolve(name), past);
        }

        assertThat(runAll(Map.of())).as(err()).isEqualTo(ExitStatus.GOOD);

        assertThat(written()).isEqualTo(expected);
        for (String name : before.keySet()) {
            assertThat(Files.getLastModifiedTime(texts.resolve(name))).isEqualTo(past);
        }
    }

    private void awaitTexts(int least) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(PATIENCE_MINUTES))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> written().size() >= least);
    }

    @Test
    void shouldLeaveNothingHalfWrittenWhenInterrupted() throws Exception {
        Process process = startAll(Map.of());
        awaitTexts(2);

        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(expected).containsAllEntriesOf(written());
        assertThat(written()).hasSizeLessThan(RECORDINGS);
        assertThat(err()).contains(" left");
    }

    @Test
    void shouldAskTheServiceWhereItRuns() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Map<String, String> settings =
                Map.of("quarkus.http.port", String.valueOf(port), "earshot.http.api-key", "secret");
        try (Program service = Program.start(folder, settings)) {
            service.awaitReady();

            assertThat(runAll(settings)).as(err()).isEqualTo(ExitStatus.GOOD);
        }
        assertThat(err()).contains("Asking the service at http://127.0.0.1:" + port + ", model earshot-demo.");
        assertThat(written()).isEqualTo(expected);
    }

    @Test
    void shouldWriteOneTextToStandardOutputInTheProcess() throws Exception {
        assertThat(run(Map.of(), "transcribe", Clip.EN1.path().toString()))
                .as(err())
                .isEqualTo(ExitStatus.GOOD);

        assertThat(folder.resolve("out")).hasContent(Clip.EN1.text() + "\n");
    }

    @Test
    void shouldAnswerSmallCommandsWithoutAService() throws Exception {
        assertThat(run(Map.of(), "--version")).as(err()).isEqualTo(ExitStatus.GOOD);
        assertThat(Files.readString(folder.resolve("out")))
                .startsWith("earshot " + Version.number())
                .contains("native library: linux-")
                .contains("model: earshot-demo");
        assertThat(run(Map.of(), "transcripe")).isEqualTo(ExitStatus.WRONG_USE);
        assertThat(run(Map.of("earshot.nonsense", "1"), "transcribe", "x.wav")).isEqualTo(ExitStatus.CANNOT_RUN);
        assertThat(err()).contains("earshot.nonsense");
    }
}
