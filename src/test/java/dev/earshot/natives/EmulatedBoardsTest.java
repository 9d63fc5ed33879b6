package dev.earshot.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.givimad.whisperjni.WhisperJNI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * native-libs/qemu.sh: with {@code -Pslow} the arm64 libraries on each board's processor, under an emulator; otherwise the same
 * program on this machine, so that script and program are known to work, and to notice when something is wrong.
 */
class EmulatedBoardsTest {
    private static final boolean SLOW = Boolean.getBoolean("tests.slow");
    private static final Path NATIVES =
            Path.of(System.getProperty("earshot.native.dir")).toAbsolutePath();

    @TempDir
    Path scratch;

    private record Run(int status, List<String> lines) {}

    private static Run qemu(Path natives, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "native-libs/qemu.sh"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("EARSHOT_NATIVES", natives.toString());
        builder.environment()
                .put(
                        "EARSHOT_WRAPPER",
                        Path.of(WhisperJNI.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString());
        Process process = builder.start();
        process.getOutputStream().close();
        List<String> lines = process.inputReader().lines().toList();
        return new Run(process.waitFor(), lines);
    }

    private static String ofThisMachine() {
        return "linux-" + (System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch"));
    }

    @Test
    void shouldWriteTheClipsDownOnThisMachine() throws Exception {
        Run run = qemu(NATIVES, "--host");

        assertThat(run.lines())
                .anySatisfy(line -> assertThat(line).startsWith("ok: en1: \"what is the weather today\""))
                .anySatisfy(line -> assertThat(line).startsWith("ok: de1: \"Probe vier sieben ist weiß\""))
                .noneMatch(line -> line.startsWith("WRONG"));
        assertThat(run.status()).as(String.join("\n", run.lines())).isZero();
    }

    @Test
    void shouldWriteTheClipsDownOnEveryEmulatedBoardWhenThereIsTime() throws Exception {
        assumeTrue(SLOW, "an emulator takes minutes: -Pslow");

        Run run = qemu(NATIVES);

        String all = String.join("\n", run.lines());
        System.out.println(run.lines().stream()
                .filter(line -> line.matches("(==|ok|WRONG).*"))
                .toList());
        assertThat(run.lines().stream().filter(line -> line.startsWith("ok: CPU variant armv8.0_1;")))
                .as(all)
                .hasSize(2);
        assertThat(run.lines().stream().filter(line -> line.startsWith("ok: CPU variant armv8.2_2;")))
                .as(all)
                .hasSize(1);
        assertThat(run.status()).as(all).isZero();
    }

    @Test
    void shouldSayWhatIsMissingWhenNothingIsBuilt() throws Exception {
        Run run = qemu(scratch, "--host");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.lines()).last().asString().startsWith("No " + scratch).contains("native-libs/build.sh");
    }

    @Test
    void shouldNotReportSuccessWhenALibraryCannotBeLoaded() throws Exception {
        Path folder = Files.createDirectories(scratch.resolve(ofThisMachine()));
        Files.writeString(folder.resolve("libwhisper-jni.so"), "not a library");

        Run run = qemu(scratch, "--host");

        assertThat(run.status()).as(String.join("\n", run.lines())).isEqualTo(1);
    }
}
