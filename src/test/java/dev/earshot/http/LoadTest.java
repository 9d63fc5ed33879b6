package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** More callers than there is room for, long recordings beside short ones, and callers who leave. */
@QuarkusTest
class LoadTest extends ServiceCase {
    private static final int CALLERS = 200;

    /** The queue's default length, and the one that is being worked on. */
    private static final int ROOM = 8 + 1;

    /**
     * The second burst may not leave the process larger than the first did, but for what a garbage collector and malloc may
     * do. In the JVM run it holds the tests as well, with 200 copies of the recording.
     */
    private static final double MEMORY_BOUND = 96e6;

    /** Seven minutes: fourteen windows and more. */
    private static byte[] longRecording() {
        List<Clip> speech = Clip.speech().stream()
                .filter(clip -> clip.language().equals("en"))
                .toList();
        byte[] recording = Wav.join(
                2,
                Collections.nCopies(10, speech).stream().flatMap(List::stream).toList());
        assertThat(Wav.seconds(recording)).isBetween(300.0, 600.0);
        return recording;
    }

    private void burst() {
        Form form = Form.of(Clip.EN1.bytes());
        List<CompletableFuture<Answer>> answers = IntStream.range(0, CALLERS)
                .mapToObj(i -> api().postAsync(Api.TRANSCRIPTIONS, form))
                .toList();

        int good = 0;
        for (CompletableFuture<Answer> future : answers) {
            Answer answer = future.orTimeout(Api.LONGEST.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                    .join();
            if (answer.status() == 200) {
                assertThat(answer.transcript()).isEqualTo(Clip.EN1.text());
                good++;
            } else {
                String message = answer.requireError(429, "rate_limit_error", "queue_full", null);
                String wait = answer.header("Retry-After").orElseThrow();
                assertThat(Integer.parseInt(wait)).isPositive();
                assertThat(message)
                        .matches("(The queue is full|Too many recordings are being received): .* Try again in .*");
            }
        }
        assertThat(good).as("those who found room").isBetween(ROOM, CALLERS - 1);
    }

    private double memoryAtRest() {
        eventually().until(() -> api().busy() == 0);
        return api().metric("earshot_memory_resident_bytes");
    }

    @Test
    void shouldRejectWithRetryAfterWhenQueueIsFull() {
        burst();
        double memory = memoryAtRest();
        double rejected = api().metric("earshot_requests_seconds_count{outcome=\"busy\"}");

        burst();

        double grown = memoryAtRest() - memory;
        System.out.printf(
                "Resident memory after the first burst %.0f MB, after the second %+.1f MB%n",
                memory / 1e6, grown / 1e6);
        assertThat(grown).isLessThan(MEMORY_BOUND);
        assertThat(api().metric("earshot_requests_seconds_count{outcome=\"busy\"}"))
                .isGreaterThanOrEqualTo(rejected);
        assertThat(ServiceFolders.uploadedFiles()).isEmpty();
        requireStillTranscribes();
    }

    @Test
    void shouldLetAShortClipOvertakeALongRecording() {
        CompletableFuture<Answer> slow =
                api().postAsync(Api.TRANSCRIPTIONS, Form.of(longRecording()).with("language", "en"));
        eventually().until(() -> api().busy() == 1);

        Answer quick = api().transcribe(Form.of(Clip.EN1.bytes()).with("x_earshot", "true"));

        assertThat(quick.transcript()).isEqualTo(Clip.EN1.text());
        assertThat(slow).as("the long recording").isNotDone();
        Answer whole = slow.join();
        assertThat(whole.transcript()).contains(Clip.EN1.text());
        assertThat(whole.json().at("/usage/seconds").intValue()).isGreaterThan(300);
    }

    @Test
    void shouldFreeThePlaceOfACallerWhoLeaves() {
        byte[] body = Form.of(longRecording()).body();
        double abandoned = api().metric("earshot_abandoned_total");
        try (RawHttp connection = new RawHttp(base)) {
            connection.send(RawHttp.uploadHead(base, body.length)).send(body);
            eventually().until(() -> api().metric("earshot_in_flight") == 1);
        }

        // A window that is in the model is finished; the dozen behind it are not begun.
        eventually().until(() -> api().busy() == 0);
        eventually().until(() -> api().metric("earshot_abandoned_total") == abandoned + 1);
        requireStillTranscribes();
    }

    @Test
    void shouldFreeThePlaceOfAListenerWhoLeavesTheStream() {
        byte[] body = Form.of(longRecording()).with("stream", "true").body();
        double abandoned = api().metric("earshot_abandoned_total");
        try (RawHttp connection = new RawHttp(base)) {
            connection.send(RawHttp.uploadHead(base, body.length)).send(body);
            assertThat(connection.begin()).isEqualTo("HTTP/1.1 200 OK");
        }

        eventually().until(() -> api().busy() == 0);
        eventually().until(() -> api().metric("earshot_abandoned_total") == abandoned + 1);
    }

    @Test
    void shouldRemoveTheHalfOfAnUploadWhoseCallerLeaves() {
        byte[] body = Form.of(Wav.silence(600)).body();
        try (RawHttp connection = new RawHttp(base)) {
            connection.send(RawHttp.uploadHead(base, body.length)).send(Arrays.copyOf(body, body.length - 1000));
            eventually().until(() -> !ServiceFolders.uploadedFiles().isEmpty());
        }

        eventually().until(() -> ServiceFolders.uploadedFiles().isEmpty());
    }

    @Test
    void shouldRemoveTheFileOfALargeUploadThatWentWell() {
        Answer answer = api().transcribe(Form.of(Wav.silence(600)));

        assertThat(answer.transcript()).isEmpty();
        eventually()
                .atMost(Duration.ofSeconds(10))
                .until(() -> ServiceFolders.uploadedFiles().isEmpty());
    }
}
