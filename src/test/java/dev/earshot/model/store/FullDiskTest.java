package dev.earshot.model.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of 20 MB that fills up, before the work and in the middle of it. Needs root, for mounting it. */
class FullDiskTest {
    private static final Progress QUIET = Progress.NONE;

    @TempDir
    Path scratch;

    private Path disk;
    private Shelf shelf;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(scratch.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", disk.toString()) == 0,
                "not run: a small disk can be mounted by root only");
        shelf = new Shelf(disk.resolve("models"));
        Shelf.model(scratch, 1);
        shelf.store().importFile(scratch.resolve("model-1.bin"), Optional.of(Shelf.NAME), QUIET);
        shelf.publish(Shelf.model(scratch, 2));
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private void fill(int leaving) throws IOException {
        long free = Files.getFileStore(disk).getUsableSpace();
        Files.write(disk.resolve("filler-" + free), new byte[(int) (free - leaving)]);
    }

    @Test
    void shouldRefuseBeforeItFetchesWhenTheDiskHasNoRoom() throws Exception {
        fill(1_000_000);
        try (ModelServer server = new ModelServer(ModelServer.proper(Shelf.model(scratch, 2)))) {
            assertNoRoom(
                    "Not enough room in",
                    () -> shelf.from(server.address()).store().pull(Shelf.NAME, QUIET));
        }
        assertNoRoom(
                "Not enough room in",
                () -> shelf.store().importFile(scratch.resolve("model-2.bin"), Optional.of(Shelf.NAME), QUIET));
    }

    @Test
    void shouldBeAsBeforeWhenTheDiskFillsUpInTheMiddle() throws Exception {
        byte[] model = Shelf.model(scratch, 2);
        try (ModelServer server = new ModelServer((request, out) -> {
            ModelServer.head(out, "200 OK", "Content-Length: " + model.length);
            out.write(model, 0, 500_000);
            out.flush();
            fill(1_000_000);
            out.write(model, 500_000, model.length - 500_000);
        })) {
            assertNoRoom("is full", () -> shelf.from(server.address()).store().pull(Shelf.NAME, QUIET));
        }
        assertThat(shelf.incoming().resolve("part")).doesNotExist();
    }

    private interface Call {
        void run() throws Exception;
    }

    private void assertNoRoom(String words, Call call) throws Exception {
        Shelf.Seen before = shelf.seen();

        ModelException e = catchThrowableOfType(ModelException.class, call::run);

        assertThat(e).isNotNull().hasMessageContaining(words).hasMessageContaining(shelf.directory.toString());
        assertThat(e.problem()).isEqualTo(Problem.NO_ROOM);
        assertThat(shelf.seen()).isEqualTo(before);
    }
}
