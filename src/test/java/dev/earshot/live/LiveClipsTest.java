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
    static final SessionOptions OPTIONS = new SessionOptions(
            Optional.of(TurnDetection.USUAL),
            true,
            false,
            TranscriptionOptions.builder().build());

    private static final int PIECE = 320;

    private Engine engine;
    private LiveSessions sessions;

    /** As the service has them. */
    static LiveSessions sessions(Engine engine, int most) {
        return new LiveSessions(
                new LiveLimits(
                        most,
                        Duration.ofSeconds(120),
                        Duration.ofMillis(300),
                        Duration.ofMinutes(5),
                        Duration.ofHours(1)),
                engine::transcribeLive,
                () -> null,
                1,
                LiveEvents.NONE);
    }

    @BeforeAll
    void start() throws Exception {
        engine = DemoEngine.start();
        sessions = sessions(engine, 4);
    }

    @AfterAll
    void stop() {
        sessions.close();
        engine.close();
    }

    static List<Clip> speech() {
        return Clip.speech();
    }

    private Heard speak(float[] samples) throws Exception {
        Heard heard = new Heard();
        try (LiveSession session = sessions.open(OPTIONS, heard)) {
            for (int from = 0; from < samples.length; from += PIECE) {
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
        Heard heard = speak(DemoEngine.samples(clip));

        assertThat(heard.text().replace(" ", "")).isEqualTo(clip.text().replace(" ", ""));
    }
}
