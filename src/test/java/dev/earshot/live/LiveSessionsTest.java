package dev.earshot.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.TranscriptionOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveSessionsTest {
    private static final SessionOptions OPTIONS = new SessionOptions(
            Optional.of(TurnDetection.USUAL),
            true,
            false,
            TranscriptionOptions.builder().build());

    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private LiveSessions sessions = sessions(Duration.ofMinutes(1));

    private LiveSessions sessions(Duration idle) {
        return new LiveSessions(
                new LiveLimits(2, Duration.ofSeconds(60), Duration.ofMillis(300), idle, Duration.ofHours(1)),
                new ToneReader(),
                () -> null,
                1,
                new LiveEvents() {
                    @Override
                    public void sessionRefused() {
                        refused.incrementAndGet();
                    }

                    @Override
                    public void sessionClosed() {
                        closed.incrementAndGet();
                    }
                });
    }

    @AfterEach
    void stop() {
        sessions.close();
    }

    @Test
    void shouldRefuseOneTooManyAndTakeOneWhenThereIsRoom() {
        LiveSession first = sessions.open(OPTIONS, new Heard());
        sessions.open(OPTIONS, new Heard());

        assertThatThrownBy(() -> sessions.open(OPTIONS, new Heard()))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUSY))
                .hasMessage("All 2 live sessions are in use (earshot.live.sessions). Try again when one has ended.");
        assertThat(refused).hasValue(1);
        first.close();
        first.close();
        await().until(() -> sessions.count() == 1);
        sessions.open(OPTIONS, new Heard());
        assertThat(sessions.count()).isEqualTo(2);
        assertThat(closed).hasValue(1);
    }

    @Test
    void shouldHearSeveralAtTheSameTime() {
        Heard one = new Heard();
        Heard other = new Heard();
        LiveSession first = sessions.open(OPTIONS, one);
        LiveSession second = sessions.open(OPTIONS, other);
        for (int i = 0; i < 5; i++) {
            first.append(ToneReader.word(4 + i, 0.1));
            second.append(ToneReader.word(9 - i, 0.1));
        }
        first.flush();
        second.flush();
        one.await(LiveEvent.Flushed.class);
        other.await(LiveEvent.Flushed.class);

        assertThat(one.text()).isEqualTo("w4 w5 w6 w7 w8");
        assertThat(other.text()).isEqualTo("w9 w8 w7 w6 w5");
    }

    @Test
    void shouldEndAnIdleSession() {
        sessions.close();
        sessions = sessions(Duration.ofSeconds(1));
        Heard heard = new Heard();
        sessions.open(OPTIONS, heard);

        await().atMost(Duration.ofSeconds(20)).until(() -> !heard.ends().isEmpty());
        assertThat(heard.ends()).singleElement().satisfies(e -> assertThat(e).hasMessage("No audio came for 1 s."));
        assertThat(sessions.count()).isZero();
    }

    @Test
    void shouldTellClientsThatTheServiceEnds() {
        Heard heard = new Heard();
        sessions.open(OPTIONS, heard);
        sessions.close();

        await().until(() -> !heard.ends().isEmpty());
        assertThat(heard.ends())
                .singleElement()
                .satisfies(e -> assertThat(e).hasMessage("The service is shutting down."));
        assertThatThrownBy(() -> sessions.open(OPTIONS, new Heard())).hasMessage("The service is shutting down.");
    }
}
