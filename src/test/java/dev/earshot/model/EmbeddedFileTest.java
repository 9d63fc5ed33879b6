package dev.earshot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedFileTest {
    private static final String CONTENT = "what native code needs";

    @TempDir
    Path directory;

    private final EmbeddedFile file = embedded(CONTENT);

    @Test
    void shouldUnpackIntoADirectoryThatIsMadeForIt() throws Exception {
        Path made = directory.resolve("a/b");

        Path unpacked = file.unpackInto(List.of(made), application(CONTENT));

        assertThat(unpacked).isEqualTo(made.resolve("thing.bin")).hasContent(CONTENT);
        assertThat(filesIn(made)).containsExactly("thing.bin");
    }

    @Test
    void shouldUseAWholeFileThatIsThereAlready() throws Exception {
        Path present = Files.writeString(directory.resolve("thing.bin"), CONTENT);
        FileTime written = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(present, written);

        Path unpacked = file.unpackInto(List.of(directory), emptyApplication());

        assertThat(Files.getLastModifiedTime(unpacked)).isEqualTo(written);
    }

    @Test
    void shouldReplaceAFileWithOneWrongByte() throws Exception {
        Files.writeString(directory.resolve("thing.bin"), CONTENT.replace('n', 'm'));

        assertThat(file.unpackInto(List.of(directory), application(CONTENT))).hasContent(CONTENT);
    }

    @Test
    void shouldReplaceASymbolicLinkAndLeaveItsTargetAlone() throws Exception {
        Path elsewhere = Files.writeString(directory.resolve("elsewhere"), CONTENT);
        Path link = Files.createSymbolicLink(directory.resolve("thing.bin"), elsewhere);

        file.unpackInto(List.of(directory), application(CONTENT));

        assertThat(Files.isSymbolicLink(link)).isFalse();
        assertThat(elsewhere).hasContent(CONTENT);
    }

    @Test
    void shouldTakeTheNextDirectoryWhenOneCannotBeUsed() throws Exception {
        Path blocked = Files.createFile(directory.resolve("blocked")).resolve("models");
        Path good = directory.resolve("good");

        assertThat(file.unpackInto(List.of(blocked, good), application(CONTENT)))
                .isEqualTo(good.resolve("thing.bin"));
    }

    @Test
    void shouldSayWhyForEachDirectoryWhenNoneCanBeUsed() throws Exception {
        Path blocked = Files.createFile(directory.resolve("blocked"));
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertFails(
                List.of(blocked.resolve("models"), open),
                application(CONTENT),
                "Cannot unpack thing.bin into any of: " + blocked + "/models (Not a directory), " + open
                        + " (anybody may write to it).");
    }

    @Test
    void shouldRefuseADirectoryOfAnotherUser() throws Exception {
        boolean root = Files.getOwner(directory).getName().equals("root");
        Path foreign = root ? Files.createDirectory(directory.resolve("foreign")) : Path.of("/usr");
        if (root) {
            Files.setOwner(
                    foreign,
                    foreign.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }

        assertFails(
                List.of(foreign),
                application(CONTENT),
                "Cannot unpack thing.bin into any of: " + foreign + " (it belongs to " + (root ? "nobody" : "root")
                        + ").");
    }

    @Test
    void shouldFailWhenTheApplicationLacksTheFile() throws IOException {
        assertFails(
                List.of(directory),
                emptyApplication(),
                "things/thing.bin inside the application is missing. Install the application again.");
        assertThat(filesIn(directory)).isEmpty();
    }

    @Test
    void shouldFailAndLeaveNothingWhenTheApplicationIsDamaged() throws IOException {
        assertFails(
                List.of(directory),
                application("something else"),
                "things/thing.bin inside the application is damaged: its SHA-256 is " + sha256("something else")
                        + ", expected " + file.sha256() + ". Install the application again.");
        assertThat(filesIn(directory)).isEmpty();
    }

    @Test
    void shouldRemoveWhatACrashedUnpackingLeftAndKeepARunningOnes() throws Exception {
        Path crashed = Files.createFile(directory.resolve(".thing.bin.1.unpacking"));
        Path running = Files.createFile(directory.resolve(".thing.bin.2.unpacking"));
        Path foreign = Files.createFile(directory.resolve(".other.bin.1.unpacking"));
        FileTime longAgo =
                FileTime.from(Instant.now().minus(UnpackDirectory.ABANDONED_AFTER.plus(Duration.ofMinutes(1))));
        Files.setLastModifiedTime(crashed, longAgo);
        Files.setLastModifiedTime(foreign, longAgo);

        file.unpackInto(List.of(directory), application(CONTENT));

        assertThat(crashed).doesNotExist();
        assertThat(running).exists();
        assertThat(foreign).exists();
    }

    @Test
    void shouldGiveEverybodyAWholeFileWhenManyUnpackAtOnce() throws Exception {
        String large = "0123456789abcdef".repeat(100_000);
        EmbeddedFile shared = embedded(large);
        int threads = 8;
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Path>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                results.add(executor.submit(() -> {
                    start.await();
                    return shared.unpackInto(List.of(directory), application(large));
                }));
            }
            start.countDown();
            for (Future<Path> result : results) {
                assertThat(result.get()).hasContent(large);
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(filesIn(directory)).containsExactly("thing.bin");
    }

    private void assertFails(List<Path> directories, ClassLoader application, String message) {
        ModelException e = catchThrowableOfType(ModelException.class, () -> file.unpackInto(directories, application));
        assertThat(e).hasMessage(message);
        assertThat(e.problem()).isEqualTo(ModelException.Problem.UNPACK_FAILED);
    }

    private static EmbeddedFile embedded(String content) {
        return new EmbeddedFile("things/thing.bin", "thing.bin", sha256(content), content.length());
    }

    private static String sha256(String content) {
        try {
            return Sha256.copy(
                    new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
                    OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ClassLoader application(String content) {
        return new ClassLoader(null) {
            @Override
            public InputStream getResourceAsStream(String name) {
                return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    private static ClassLoader emptyApplication() {
        return new ClassLoader(null) {};
    }

    private static List<String> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
