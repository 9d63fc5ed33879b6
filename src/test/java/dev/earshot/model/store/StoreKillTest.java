package dev.earshot.model.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.model.InstalledModels;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that change the store are killed with SIGKILL at random moments of it: everybody sees the store as it was before or as
 * it was to become, every byte of it right, and the same change works afterwards. Ten kills, and 100 with {@code
 * -Pslow}.
 */
class StoreKillTest {
    private static final int ROUNDS = Boolean.getBoolean("tests.slow") ? 100 : 10;
    private static final List<String> OPERATIONS = List.of("pull", "import", "use", "rollback");
    private static final Progress QUIET = Progress.NONE;

    @TempDir
    Path scratch;

    private byte[] next;

    @Test
    void shouldShowTheOldOrTheNewWheneverAProcessIsKilled() throws Exception {
        next = Shelf.model(scratch, 3);
        int killedInTheMiddle = 0;
        int unchanged = 0;
        long[] micros = usualTimes();
        for (int round = 0; round < ROUNDS; round++) {
            SplittableRandom random = new SplittableRandom(round);
            int operation = round % OPERATIONS.size();
            Path folder = scratch.resolve("round-" + round);
            // A store that has nothing yet, too: there the first version is shown at once.
            boolean empty = operation < 2 && random.nextInt(3) == 0;
            Shelf shelf = prepare(folder, operation, empty);
            Shelf.Seen before = shelf.seen();
            String what = "round " + round + ", " + OPERATIONS.get(operation);
            try (ModelServer server = new ModelServer(ModelServer.proper(next))) {
                Process process = start(operation, folder, server.address());
                boolean ended = kill(process, random, micros[operation]);
                killedInTheMiddle += ended ? 0 : 1;

                Shelf.Seen after = shelf.seen();
                assertWhole(shelf, what);
                if (after.equals(before)) {
                    unchanged++;
                } else {
                    assertThat(after.models()).as(what).hasSize(1);
                    assertChanged(after.models().get(0), operation, empty, what);
                }
                assertWorksAfterwards(shelf, operation, server.address(), what);
            }
            DurableFiles.deleteTree(folder);
        }
        System.out.println("killed " + killedInTheMiddle + " of " + ROUNDS + " in the middle; " + unchanged
                + " stores were as before");
        assertThat(killedInTheMiddle).as("processes that were killed at work").isGreaterThanOrEqualTo(ROUNDS / 3);
    }

    private Shelf prepare(Path folder, int operation, boolean empty) throws Exception {
        Shelf shelf = new Shelf(folder);
        if (empty) {
            return shelf;
        }
        ModelStore store = shelf.store();
        for (int seed = 1; seed <= (operation < 2 ? 1 : 2); seed++) {
            Shelf.model(scratch, seed);
            store.importFile(scratch.resolve("model-" + seed + ".bin"), Optional.of(Shelf.NAME), QUIET);
        }
        if (operation == 3) {
            store.use(Shelf.NAME, OptionalInt.of(2), Check.NONE, QUIET);
        }
        return shelf;
    }

    private Process start(int operation, Path folder, String address) throws Exception {
        return switch (operation) {
            case 0 ->
                StoreProcess.start(
                        "pull", folder.toString(), address, Shelf.sums(next).sha256(), Integer.toString(next.length));
            case 1 ->
                StoreProcess.start(
                        "import",
                        folder.toString(),
                        scratch.resolve("model-3.bin").toString());
            default -> StoreProcess.start(OPERATIONS.get(operation), folder.toString());
        };
    }

    /** Of each operation when nobody disturbs it. */
    private long[] usualTimes() throws Exception {
        long[] micros = new long[OPERATIONS.size()];
        for (int operation = 0; operation < micros.length; operation++) {
            Path folder = scratch.resolve("usual-" + operation);
            prepare(folder, operation, false);
            try (ModelServer server = new ModelServer(ModelServer.proper(next))) {
                Process process = start(operation, folder, server.address());
                BufferedReader out = said(process);
                assertThat(out.readLine()).isEqualTo("begin");
                long began = System.nanoTime();
                assertThat(out.readLine()).isEqualTo("end");
                micros[operation] = (System.nanoTime() - began) / 1000;
            }
        }
        return micros;
    }

    private static BufferedReader said(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** @return whether it had ended before */
    private static boolean kill(Process process, SplittableRandom random, long usualMicros) throws Exception {
        BufferedReader out = said(process);
        assertThat(out.readLine()).isEqualTo("begin");
        // Every other one near the end, where versions appear and links are changed.
        double moment = random.nextBoolean() ? random.nextDouble() : 0.75 + 0.4 * random.nextDouble();
        process.waitFor((long) (moment * usualMicros), TimeUnit.MICROSECONDS);
        // Not Process.destroyForcibly, which closes the stream with what it said.
        process.toHandle().destroyForcibly();
        process.waitFor();
        String rest = out.lines().collect(Collectors.joining("\n"));
        assertThat(rest).as("what it said").isIn("", "end");
        return rest.equals("end");
    }

    /** Everything that anybody sees is whole and is what its record says. */
    private static void assertWhole(Shelf shelf, String what) throws Exception {
        assertThat(shelf.store().verify(Optional.empty(), QUIET))
                .as(what)
                .allSatisfy(finding -> assertThat(finding.problem()).isEmpty());
        for (Path file : new InstalledModels(shelf.directory).list()) {
            StoredModel model = shelf.store().list().get(0);
            assertThat(Digests.of(file, QUIET).finish().sha256())
                    .as(what)
                    .isEqualTo(model.activeVersion().orElseThrow().sha256());
        }
    }

    private static void assertChanged(StoredModel model, int operation, boolean empty, String what) {
        int versions = operation < 2 && empty ? 1 : 2;
        int active = operation == 2 ? 2 : 1;
        assertThat(model.versions()).as(what).hasSize(versions);
        assertThat(model.active()).as(what).hasValue(active);
        assertThat(model.previous())
                .as(what)
                .isEqualTo(operation < 2 ? OptionalInt.empty() : OptionalInt.of(operation == 2 ? 1 : 2));
    }

    private void assertWorksAfterwards(Shelf shelf, int operation, String address, String what) throws Exception {
        ModelStore store = shelf.publish(next).from(address).store();
        InstalledVersion version = store.pull(Shelf.NAME, QUIET).version();
        store.use(Shelf.NAME, OptionalInt.of(version.version()), Check.NONE, QUIET);
        assertThat(shelf.directory.resolve("ggml-probe.bin")).as(what).hasBinaryContent(next);
        assertThat(shelf.incoming()).as(what + ", operation " + operation).isEmptyDirectory();
    }
}
