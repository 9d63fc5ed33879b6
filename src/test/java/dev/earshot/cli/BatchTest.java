package dev.earshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.cli.Recordings.Recording;
import dev.earshot.cli.Result.Status;
import dev.earshot.engine.Cancellation;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.transcript.Format;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Cancellation cancellation = new Cancellation();

    /** What happens to a recording of that name. */
    @FunctionalInterface
    private interface Script {
        String play(String name, Cancellation cancellation, DoubleConsumer progress);
    }

    private record Scripted(int atOnce, Script script) implements Recogniser {
        @Override
        public String transcribe(Path recording, Order order, Cancellation cancellation, DoubleConsumer progress) {
            return script.play(recording.getFileName().toString(), cancellation, progress);
        }

        @Override
        public void close() {}
    }

    private Recording recording(String name) {
        return new Recording(Path.of(name), Optional.of(folder.resolve(name + ".txt")));
    }

    private Progress progress() {
        PrintStream stream = new PrintStream(shown, true, StandardCharsets.UTF_8);
        return new Progress(new Console(stream, stream, false), System::nanoTime);
    }

    private List<Result> run(int atOnce, Script script, Recording... recordings) {
        try (Progress progress = progress()) {
            Order order = new Order(Format.TEXT, Optional.empty(), "");
            return new Batch(new Scripted(atOnce, script), order, cancellation, progress).run(List.of(recordings));
        }
    }

    @Test
    void shouldGoOnWhenOneFails() throws Exception {
        List<Result> results = run(
                2,
                (name, cancelled, progress) -> {
                    if (name.equals("bad")) {
                        throw new EngineException(ErrorCode.UNREADABLE_AUDIO, "The recording is empty.");
                    }
                    return "text of " + name;
                },
                recording("a"),
                recording("bad"),
                recording("c"));

        assertThat(results)
                .containsExactly(
                        new Result(recording("a"), Status.DONE, ""),
                        new Result(recording("bad"), Status.FAILED, "The recording is empty."),
                        new Result(recording("c"), Status.DONE, ""));
        assertThat(folder.resolve("c.txt")).hasContent("text of c\n");
        assertThat(folder.resolve("bad.txt")).doesNotExist();
    }

    @Test
    void shouldLeaveTheRestWhenNobodyCanRecognise() {
        List<Result> results = run(
                1,
                (name, cancelled, progress) -> {
                    throw new EngineException(ErrorCode.NOT_READY, "The service did not answer.");
                },
                recording("a"),
                recording("b"));

        assertThat(results).extracting(Result::status).containsExactly(Status.LEFT, Status.LEFT);
        assertThat(cancellation.reason().orElseThrow()).hasMessage("The service did not answer.");
    }

    @Test
    void shouldStopWhatIsUnderWayAndKeepWhatIsDone() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        Thread user = new Thread(() -> {
            try {
                second.await();
                cancellation.cancel(new EngineException(ErrorCode.CLIENT_GONE, "Stopped."));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        user.start();

        List<Result> results = run(
                1,
                (name, cancelled, progress) -> {
                    if (name.equals("a")) {
                        return "text";
                    }
                    CountDownLatch gone = new CountDownLatch(1);
                    cancelled.onCancel(gone::countDown);
                    second.countDown();
                    await(gone);
                    cancelled.throwIfCancelled();
                    return "half";
                },
                recording("a"),
                recording("b"),
                recording("c"));
        user.join();

        assertThat(results).extracting(Result::status).containsExactly(Status.DONE, Status.LEFT, Status.LEFT);
        assertThat(folder.toFile().list()).containsExactly("a.txt");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldCountAnOutputThatCannotBeWrittenAsFailed() throws Exception {
        Files.createDirectories(folder.resolve("a.txt/inside"));

        List<Result> results = run(1, (name, cancelled, progress) -> "text", recording("a"));

        assertThat(results.get(0).status()).isEqualTo(Status.FAILED);
        assertThat(results.get(0).words()).startsWith("Cannot write " + folder.resolve("a.txt") + ": ");
    }

    @Test
    void shouldShowHowFarAllAre() {
        List<String> lines = new java.util.ArrayList<>();
        try (Progress progress = progress()) {
            Order order = new Order(Format.TEXT, Optional.empty(), "");
            Script script = (name, cancelled, fraction) -> {
                fraction.accept(0.5);
                shown.reset();
                progress.show();
                lines.add(shown.toString(StandardCharsets.UTF_8).strip());
                if (name.equals("a")) {
                    throw new EngineException(ErrorCode.UNREADABLE_AUDIO, "bad");
                }
                return "text";
            };
            new Batch(new Scripted(1, script), order, cancellation, progress)
                    .run(List.of(recording("a"), recording("b")));
        }
        assertThat(lines).containsExactly("25%  0 of 2, a", "75%  1 of 2, 1 failed, b");
    }
}
