package dev.earshot.model.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several at the same model: one installs it, the others are told so, and there is one version of it. */
class ConcurrentPullTest {
    @TempDir
    Path scratch;

    @Test
    void shouldLetOneThreadInstallAndTellTheOthers() throws Exception {
        byte[] model = Shelf.model(scratch, 1);
        CountDownLatch othersAreDone = new CountDownLatch(3);
        Shelf shelf = new Shelf(scratch.resolve("models")).publish(model);
        try (ModelServer server = new ModelServer((request, out) -> {
            othersAreDone.await();
            ModelServer.proper(model).write(request, out);
        })) {
            shelf.from(server.address());
            List<String> outcomes = inParallel(4, () -> {
                try {
                    return "installed "
                            + shelf.store().pull(Shelf.NAME, Progress.NONE).added();
                } catch (ModelException e) {
                    assertThat(e.problem()).isEqualTo(Problem.BUSY);
                    othersAreDone.countDown();
                    return e.getMessage();
                }
            });

            assertThat(outcomes).containsOnlyOnce("installed true");
            assertThat(outcomes)
                    .filteredOn(o -> o.startsWith("Somebody else is installing"))
                    .hasSize(3);
            assertThat(server.requests()).hasSize(1);
        }
        assertThat(shelf.store().list().get(0).versions()).hasSize(1);
    }

    @Test
    void shouldLetOneProcessInstallAndTellTheOthers() throws Exception {
        byte[] model = Shelf.model(scratch, 1);
        CountDownLatch over = new CountDownLatch(1);
        Shelf shelf = new Shelf(scratch.resolve("models")).publish(model);
        try (ModelServer server = new ModelServer((request, out) -> {
            over.await();
            ModelServer.proper(model).write(request, out);
        })) {
            Process first = pulling(shelf, server, model);
            while (server.requests().isEmpty()) {
                assertThat(first.isAlive()).isTrue();
                Thread.sleep(10); // there is nothing to wait on in another process
            }
            String second = said(pulling(shelf, server, model));
            over.countDown();

            assertThat(second).contains("Somebody else is installing or changing probe right now");
            assertThat(said(first)).contains("end");
        }
        assertThat(shelf.directory.resolve("ggml-probe.bin")).hasBinaryContent(model);
    }

    private static Process pulling(Shelf shelf, ModelServer server, byte[] model) throws Exception {
        return StoreProcess.start(
                "pull",
                shelf.directory.toString(),
                server.address(),
                Shelf.sums(model).sha256(),
                Integer.toString(model.length));
    }

    private static String said(Process process) throws Exception {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static List<String> inParallel(int threads, Callable<String> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<String>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(work));
            }
            List<String> outcomes = new ArrayList<>();
            for (Future<String> future : futures) {
                outcomes.add(future.get());
            }
            return outcomes;
        } finally {
            pool.shutdownNow();
        }
    }
}
