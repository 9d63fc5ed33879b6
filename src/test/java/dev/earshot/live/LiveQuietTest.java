package dev.earshot.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.engine.Engine;
import dev.earshot.whisper.DemoEngine;
import java.time.Duration;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Ten minutes in which nobody speaks, with the real engine: no word may come of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveQuietTest {
    private static final int SECONDS = 600;

    private final Random random = new Random(11);
    private Engine engine;
    private LiveSessions sessions;

    @BeforeAll
    void start() throws Exception {
        engine = DemoEngine.start();
        sessions = LiveClipsTest.sessions(engine, 1);
    }

    @AfterAll
    void stop() {
        sessions.close();
        engine.close();
    }

    private void assertNoWord(IntToDoubleFunction room) throws Exception {
        Heard heard = new Heard();
        try (LiveSession session = sessions.open(LiveClipsTest.OPTIONS, heard)) {
            for (int second = 0; second < SECONDS; second++) {
                float[] samples = new float[16_000];
                for (int i = 0; i < samples.length; i++) {
                    samples[i] = (float) room.applyAsDouble(second * 16_000 + i);
                }
                await().pollInterval(Duration.ofMillis(1)).until(() -> !session.full());
                session.append(samples);
            }
            session.flush();
            heard.await(LiveEvent.Flushed.class);
        }
        assertThat(heard.text()).isEmpty();
        assertThat(heard.all(LiveEvent.Partial.class))
                .allMatch(partial ->
                        partial.stable().isEmpty() && partial.unstable().isEmpty());
        assertThat(heard.all(LiveEvent.Failed.class)).isEmpty();
    }

    @Test
    void shouldHearNothingInSilence() throws Exception {
        assertNoWord(at -> 0);
    }

    @Test
    void shouldHearNothingInTheHumOfTheMains() throws Exception {
        assertNoWord(at -> 0.02 * Math.sin(2 * Math.PI * 50 * at / 16_000)
                + 0.01 * Math.sin(2 * Math.PI * 150 * at / 16_000)
                + 0.003 * Math.sin(2 * Math.PI * 350 * at / 16_000));
    }

    @Test
    void shouldHearNothingInARoomWithAFanAndClicks() throws Exception {
        double[] rumble = {0};
        assertNoWord(at -> {
            rumble[0] = 0.99 * rumble[0] + 0.0005 * random.nextGaussian();
            double fan = 0.002 * random.nextGaussian() * (1 + 0.2 * Math.sin(2 * Math.PI * 0.3 * at / 16_000));
            double click = at % 80_000 < 320 ? 0.1 * random.nextGaussian() : 0;
            return rumble[0] + fan + click;
        });
    }
}
