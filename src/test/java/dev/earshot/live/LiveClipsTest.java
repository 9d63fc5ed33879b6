package dev.earshot.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.engine.Engine;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.http.Clip;
import dev.earshot.whisper.DemoEngine;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The demo clips, spoken to the real engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveClipsTest {
    private static final int PIECE = 320;

    private Engine engine;
    private LiveSessions sessions;

    @BeforeAll
    void start() throws Exception {
        engine = DemoEngine.start();
        sessions = new LiveSessions(
                new LiveLimits(
                        4, Duration.ofSeconds(120), Duration.ofMillis(300), Duration.ofMinutes(5), Duration.ofHours(1)),
                engine::transcribeLive,
                () -> null,
                1,
                LiveEvents.NONE);
    }

    @AfterAll
    void stop() {
        sessions.close();
        engine.close();
    }

    static List<Clip> speech() {
        return Clip.speech();
    }

    private static SessionOptions options() {
        return new SessionOptions(
                Optional.of(TurnDetection.USUAL),
                true,
                false,
                TranscriptionOptions.builder().build());
    }

    private Heard speak(float[] samples, boolean realTime) throws Exception {
        Heard heard = new Heard();
        try (LiveSession session = sessions.open(options(), heard)) {
            long begun = System.nanoTime();
            for (int from = 0; from < samples.length; from += PIECE) {
                if (realTime) {
                    long due = begun + from * 62_500L;
                    Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
                }
                session.append(Arrays.copyOfRange(samples, from, Math.min(samples.length, from + PIECE)));
            }
            session.flush();
            heard.await(LiveEvent.Flushed.class);
        }
        return heard;
    }

    @ParameterizedTest
    @MethodSource("speech")
    void shouldHearWhatTheRecordingHolds(Clip clip) throws Exception {
        Heard heard = speak(DemoEngine.samples(clip), false);

        assertThat(heard.text().replace(" ", "")).isEqualTo(clip.text().replace(" ", ""));
    }
}
