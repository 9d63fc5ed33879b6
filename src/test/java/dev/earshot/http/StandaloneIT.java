package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The program copied alone with its natives into an empty folder, and started there by somebody who may not write to it. As
 * root that somebody is {@code nobody}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandaloneIT {
    private static final String NOBODY = "65534";

    private Path folder;
    private Path home;
    private Program program;
    private Api api;

    @BeforeAll
    void start() throws IOException {
        folder = Files.createTempDirectory("earshot-alone-");
        home = Files.createTempDirectory("earshot-home-");
        Path copy = copyProgram();
        putNatives(copy.resolveSibling("native-libs/linux-" + architecture()));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        program = Program.start(copy, home, asSomebodyElse(), Map.of());
        api = new Api(program.awaitReady());
    }

    /** The executable alone; a jar with the libraries it needs. */
    private Path copyProgram() throws IOException {
        Path program = Program.artifact();
        if (!program.toString().endsWith(".jar")) {
            return Files.copy(program, folder.resolve("earshot"));
        }
        Path tree = program.getParent();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve("earshot").resolve(tree.relativize(file)));
            }
        }
        return folder.resolve("earshot").resolve(program.getFileName());
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
    }

    private static void putNatives(Path natives) throws IOException {
        Files.createDirectories(natives);
        Path built = Path.of("target/native-libs").resolve(natives.getFileName());
        try (Stream<Path> files = Files.list(built).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                Files.copy(file, natives.resolve(file.getFileName()));
            }
        }
    }

    private static List<String> asSomebodyElse() {
        return System.getProperty("user.name").equals("root")
                ? List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups")
                : List.of();
    }

    @AfterAll
    void stop() throws IOException {
        if (program != null) {
            program.stop();
            program.close();
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Path tree : List.of(folder, home)) {
            try (Stream<Path> files = Files.walk(tree)) {
                files.sorted(Comparator.reverseOrder())
                        .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    @Test
    void shouldUseTheNativesBesideIt() {
        assertThat(api.get("/v1/capabilities").json().get("library").asText()).isEqualTo("linux-" + architecture());
    }

    static Stream<Clip> clips() {
        return Clip.all().stream();
    }

    @ParameterizedTest
    @MethodSource("clips")
    void shouldWriteDownEveryClip(Clip clip) {
        assertThat(api.transcribe(Form.of(clip.bytes())).transcript()).isEqualTo(clip.text());
    }

    static Stream<Arguments> badRecordings() {
        return BadInputTest.badRecordings();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRecordings")
    void shouldSayWhatIsWrongWithARecording(String name, byte[] recording, int status, String code, String message) {
        Answer answer = api.transcribe(Form.of(recording));

        assertThat(answer.requireError(status, "invalid_request_error", code, "file"))
                .contains(message);
    }
}
