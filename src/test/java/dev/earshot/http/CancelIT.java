package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.model.ModelWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A minute of speech and a model that needs seconds for each window, on our own library: nothing of it outlives its caller. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CancelIT {
    private static final Duration SOON = Duration.ofMillis(500);

    private final Path folder =
            Path.of("target/programs", UUID.randomUUID().toString()).toAbsolutePath();
    private final byte[] minute =
            Wav.join(0, IntStream.range(0, 20).mapToObj(i -> Clip.EN1).toList());
    private Program program;
    private URI address;
    private Api api;

    @BeforeAll
    void start() throws IOException {
        Files.createDirectories(folder);
        Path model = ModelWriter.writeBaseSized(folder.resolve("base.bin"));
        program = Program.start(folder, Map.of("earshot.model", model.toString(), "earshot.engine.drain", "1s"));
        address = program.awaitReady();
        api = new Api(address);
    }

    @AfterAll
    void stop() {
        program.close();
    }

    private void awaitWork() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> api.metric("earshot_in_flight") == 1);
    }

    /** In the middle of the first window. */
    private static void pause() throws InterruptedException {
        Thread.sleep(700);
    }

    @Test
    void shouldStopTheModelHalfASecondAfterTheCallerHasGone() throws Exception {
        assertThat(List.of(Wav.seconds(minute))).allMatch(seconds -> seconds > 55);
        byte[] body = Form.of(minute).with("language", "en").body();
        try (RawHttp connection = new RawHttp(address)) {
            connection.send(RawHttp.uploadHead(address, body.length)).send(body);
            awaitWork();
            pause();
        }

        Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> api.metric("earshot_in_flight") == 0);
    }

    @Test
    void shouldStopTheModelAtTheDeadline() {
        long begun = System.nanoTime();
        Answer answer = api.transcribe(Form.of(minute).with("language", "en").with("deadline_ms", "1500"));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        answer.requireError(504, "server_error", "deadline_exceeded", null);
        assertThat(took).isLessThan(Duration.ofMillis(1500).plus(Duration.ofSeconds(1)));
        Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> api.metric("earshot_in_flight") == 0);
    }
}
