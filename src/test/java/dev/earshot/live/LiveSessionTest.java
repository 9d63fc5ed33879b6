package dev.earshot.live;

import static dev.earshot.live.ToneReader.join;
import static dev.earshot.live.ToneReader.silence;
import static dev.earshot.live.ToneReader.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.live.LiveEvent.Committed;
import dev.earshot.live.LiveEvent.Final;
import dev.earshot.live.LiveEvent.Flushed;
import dev.earshot.live.LiveEvent.Level;
import dev.earshot.live.LiveEvent.Partial;
import dev.earshot.live.LiveEvent.SpeechStarted;
import dev.earshot.live.LiveEvent.SpeechStopped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** One session on the test's own thread and clock; time passes as audio comes. */
class LiveSessionTest {
    private static final LiveLimits LIMITS = new LiveLimits(
            1, Duration.ofSeconds(120), Duration.ofMillis(300), Duration.ofSeconds(60), Duration.ofHours(1));
    private static final SessionOptions FREE = options(Optional.of(TurnDetection.USUAL));
    private static final SessionOptions MANUAL = options(Optional.empty());

    private final Heard heard = new Heard();
    private final ToneReader reader = new ToneReader();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private long now;
    private boolean slow;
    private int closed;
    private LiveSession session;

    private static SessionOptions options(Optional<TurnDetection> turns) {
        return new SessionOptions(
                turns, true, false, TranscriptionOptions.builder().build());
    }

    private void open(SessionOptions options) {
        Executor workers = task -> {
            if (slow) {
                work.add(task);
            } else {
                task.run();
            }
        };
        Readings.Means means = new Readings.Means(
                reader, workers, new PartialPace(1, () -> now), () -> now, LIMITS.partialInterval(), LiveEvents.NONE);
        session = new LiveSession(
                options, LIMITS, new EnergyTracker(), means, new Mailbox(Runnable::run), heard, () -> closed++);
    }

    /** At real time, in pieces of 20 ms. */
    private void hear(float[]... parts) {
        float[] samples = join(List.of(parts));
        for (int from = 0; from < samples.length; from += 320) {
            now += 20_000_000;
            session.append(Arrays.copyOfRange(samples, from, Math.min(samples.length, from + 320)));
        }
    }

    private static float[] words(int... names) {
        List<float[]> parts = new ArrayList<>();
        for (int name : names) {
            parts.add(word(name, 0.1));
        }
        return join(parts);
    }

    @Test
    void shouldTellWhatIsSaidWhileItIsSaidAndWhenItIsOver() {
        open(FREE);

        hear(silence(1), words(4, 5, 6, 7), silence(1));

        List<LiveEvent> events = heard.events();
        assertThat(events.get(0)).isEqualTo(new SpeechStarted(1, 700));
        assertThat(events.subList(1, events.size() - 3)).hasSizeGreaterThan(2).allMatch(Partial.class::isInstance);
        assertThat(events.get(events.size() - 3)).isInstanceOf(SpeechStopped.class);
        assertThat(events.get(events.size() - 2)).isInstanceOf(Committed.class);
        assertThat(heard.text()).isEqualTo("w4 w5 w6 w7");
        assertThat(heard.all(Final.class)).singleElement().satisfies(told -> {
            assertThat(told.utterance()).isEqualTo(1);
            assertThat(told.startMs()).isBetween(0L, 700L);
            assertThat(told.endMs()).isBetween(2500L, 2900L);
        });
    }

    @Test
    void shouldNeverTakeBackWhatWasStable() {
        open(FREE);

        hear(silence(1), words(4, 5, 6, 7, 8, 9, 4, 5, 6), silence(1));

        List<Partial> partials = heard.all(Partial.class);
        String before = "";
        for (Partial partial : partials) {
            assertThat(partial.stable()).startsWith(before);
            before = partial.stable();
        }
        assertThat(before).startsWith("w4 w5 w6");
        assertThat(heard.text()).startsWith(before);
    }

    @Test
    void shouldHaveTheTextReadyWhenTheSilenceHasBeenLongEnough() {
        open(FREE);

        hear(silence(1), words(4, 5), silence(0.4));
        int readings = reader.calls.size();
        hear(silence(0.4));

        assertThat(heard.text()).isEqualTo("w4 w5");
        assertThat(reader.calls).hasSize(readings);
        assertThat(heard.all(Final.class).get(0).lagMs()).isZero();
    }

    @Test
    void shouldReadAgainWhereSomebodyGoesOnAfterAPause() {
        open(FREE);

        hear(silence(1), words(4, 5), silence(0.3), words(6, 7), silence(1));

        assertThat(heard.all(Final.class)).extracting(Final::text).containsExactly("w4 w5 w6 w7");
    }

    @Test
    void shouldLoseAndDoubleNoWordOfUnbrokenSpeechWhereverItIsCut() {
        for (int offset = 0; offset < 400; offset += 20) {
            heard.forget();
            open(FREE);
            List<float[]> parts = new ArrayList<>(List.of(silence(1 + offset / 1000.0)));
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 180; i++) {
                parts.add(word(4 + i % 7, i % 5 == 0 ? 0.4 : 0.1));
                expected.append(i == 0 ? "" : " ").append("w").append(4 + i % 7);
            }
            parts.add(silence(1));

            session.append(join(parts));

            assertThat(heard.all(Final.class)).hasSizeGreaterThanOrEqualTo(3);
            assertThat(heard.text()).as("offset " + offset).isEqualTo(expected.toString());
        }
    }

    @Test
    void shouldLoseAndDoubleNoWordWhereSomebodyPausesAtTheCut() {
        for (int offset = 0; offset < 800; offset += 50) {
            heard.forget();
            open(FREE);
            List<float[]> parts = new ArrayList<>(List.of(silence(1 + offset / 1000.0)));
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 80; i++) {
                parts.add(word(4 + i % 7, 0.4));
                expected.append(i == 0 ? "" : " ").append("w").append(4 + i % 7);
            }
            parts.add(silence(1));

            hear(join(parts));

            assertThat(heard.all(Final.class)).hasSizeGreaterThanOrEqualTo(2);
            assertThat(heard.text()).as("offset " + offset).isEqualTo(expected.toString());
            assertThat(heard.all(Final.class)).allMatch(told -> told.endMs() > told.startMs());
        }
    }

    @Test
    void shouldCutWhereSomebodyPausesLongButNotLongEnough() {
        open(options(Optional.of(new TurnDetection(0.5, Duration.ofMillis(300), Duration.ofSeconds(8)))));
        List<float[]> parts = new ArrayList<>(List.of(silence(1)));
        for (int i = 0; i < 40; i++) {
            parts.add(word(4 + i % 7, 0.1));
        }
        parts.add(silence(20));

        hear(join(parts));

        assertThat(heard.all(SpeechStarted.class)).hasSameSizeAs(heard.all(Final.class));
        assertThat(heard.all(Final.class)).allMatch(told -> told.endMs() > told.startMs());
        assertThat(heard.text().split(" ")).hasSize(40);
    }

    @Test
    void shouldCutWhatIsNeverCommittedWhereItIsQuiet() {
        open(MANUAL);
        List<float[]> parts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            parts.add(word(4 + i % 7, i % 5 == 0 ? 0.4 : 0.1));
        }
        session.append(join(parts));
        session.commit();

        assertThat(heard.all(Final.class)).hasSizeGreaterThan(1);
        assertThat(heard.text().split(" ")).hasSize(200).doesNotContain("half");
    }

    @Test
    void shouldTellNothingOnceItsListenerHasClosedIt() {
        open(FREE);
        heard.onEvent(event -> {
            if (event instanceof Committed) {
                session.close();
            }
        });
        session.append(join(List.of(silence(1), words(4), silence(1), words(5), silence(1))));

        assertThat(heard.events().get(heard.events().size() - 1)).isInstanceOf(Committed.class);
        assertThat(heard.all(Committed.class)).hasSize(1);
    }

    @Test
    void shouldAnswerEachFlush() {
        open(FREE);
        slow = true;
        hear(silence(1), words(4));
        session.flush();
        session.flush();
        hear(words(5), silence(0.2));
        work.remove().run();
        while (!work.isEmpty()) {
            work.remove().run();
        }

        assertThat(heard.all(Flushed.class)).hasSize(2);
        assertThat(heard.text()).isEqualTo("w4");
    }

    @Test
    void shouldReadAgainWhatWasReadWithOtherWishes() {
        open(FREE);
        hear(silence(1), words(4, 5), silence(0.3));
        session.configure(new SessionOptions(
                FREE.turns(),
                true,
                false,
                TranscriptionOptions.builder().wordTimes(true).build()));
        hear(silence(0.5));

        assertThat(heard.text()).isEqualTo("w4 w5");
        assertThat(reader.calls.get(reader.calls.size() - 1).options().wordTimes())
                .isTrue();
    }

    @Test
    void shouldForgetTheLanguageThatAnotherModelDoesNotKnow() {
        open(FREE);
        reader.detect("de", 0.95);
        hear(silence(1), words(4), silence(1));
        reader.knowOnly("en");
        hear(words(5), silence(1));

        assertThat(heard.text()).isEqualTo("w4 w5");
    }

    @Test
    void shouldGiveUpAPartialReadingForTheFinalOne() {
        open(FREE);
        hear(silence(1), words(4));
        slow = true;
        hear(words(5), silence(0.1));
        assertThat(work).hasSize(1);
        hear(silence(0.5));

        assertThat(reader.calls).allMatch(call -> !call.cancellation().isCancelled());
        work.remove().run();
        assertThat(reader.calls.get(reader.calls.size() - 1).cancellation().isCancelled())
                .isTrue();
        work.remove().run();

        assertThat(heard.text()).isEqualTo("w4 w5");
    }

    @Test
    void shouldReadNoPartialWhileAFinalIsOwed() {
        open(FREE);
        slow = true;
        hear(silence(1), words(4), silence(1), words(5, 6), silence(0.1));

        assertThat(heard.all(Final.class)).isEmpty();
        while (!work.isEmpty()) {
            work.remove().run();
        }
        hear(silence(1));
        while (!work.isEmpty()) {
            work.remove().run();
        }
        assertThat(heard.text()).isEqualTo("w4 w5 w6");
    }

    @Test
    void shouldSayThatAnUtteranceCouldNotBeReadAndGoOn() {
        open(FREE);
        EngineException reason = new EngineException(ErrorCode.NOT_READY, "The model is being loaded.");
        reader.failWith(reason);
        hear(silence(1), words(4), silence(1));
        reader.failWith(null);
        hear(words(5), silence(1));

        assertThat(heard.all(LiveEvent.Failed.class)).containsExactly(new LiveEvent.Failed(OptionalLong.of(1), reason));
        assertThat(heard.text()).isEqualTo("w5");
    }

    @Test
    void shouldWaitForTheClientsCommitWithoutTurnDetection() {
        open(MANUAL);

        hear(silence(1), words(4), silence(2), words(5), silence(1));
        assertThat(heard.all(Final.class)).isEmpty();
        session.commit();

        assertThat(heard.all(Committed.class)).containsExactly(new Committed(1, 0, 4800));
        assertThat(heard.text()).isEqualTo("w4 w5");
        assertThat(heard.all(SpeechStarted.class)).isEmpty();
    }

    @Test
    void shouldRefuseToCommitLessThanATenthOfASecond() {
        open(MANUAL);
        session.commit();
        hear(silence(0.06));
        session.commit();
        hear(silence(0.06));
        session.commit();

        assertThat(heard.all(LiveEvent.CommitRefused.class))
                .containsExactly(new LiveEvent.CommitRefused(0), new LiveEvent.CommitRefused(60));
        assertThat(heard.all(Final.class))
                .singleElement()
                .satisfies(told -> assertThat(told.emptyReason()).isPresent());
    }

    @Test
    void shouldForgetWhatIsCleared() {
        open(MANUAL);
        hear(words(4));
        session.clear();
        hear(words(5));
        session.commit();

        assertThat(heard.text()).isEqualTo("w5");
        assertThat(heard.all(Committed.class)).containsExactly(new Committed(2, 400, 800));
    }

    @Test
    void shouldEndWhatIsBeingSaidWhenFlushed() {
        open(FREE);
        hear(silence(1), words(4, 5));
        session.flush();

        assertThat(heard.text()).isEqualTo("w4 w5");
        assertThat(heard.events().get(heard.events().size() - 1)).isEqualTo(new Flushed());
    }

    @Test
    void shouldTellThatItIsFlushedAfterTheLastText() {
        open(FREE);
        slow = true;
        hear(silence(1), words(4, 5), silence(1));
        session.flush();
        assertThat(heard.all(Flushed.class)).isEmpty();
        while (!work.isEmpty()) {
            work.remove().run();
        }

        assertThat(heard.events().get(heard.events().size() - 2)).isInstanceOf(Final.class);
        assertThat(heard.events().get(heard.events().size() - 1)).isEqualTo(new Flushed());
    }

    @Test
    void shouldMakeTheClientWaitUntilThereIsRoom() {
        open(FREE);
        slow = true;
        List<float[]> talk = new ArrayList<>();
        for (int i = 0; i < 350; i++) {
            talk.add(word(4 + i % 7, 0.1));
        }
        session.append(join(talk));

        assertThat(session.full()).isTrue();
        assertThat(heard.rooms()).isZero();
        assertThatThrownBy(() -> {
                    session.append(join(talk));
                    session.append(join(talk));
                })
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE))
                .hasMessageStartingWith("More than 240 s of audio wait to be read");
        while (!work.isEmpty()) {
            work.remove().run();
        }

        assertThat(session.full()).isFalse();
        assertThat(heard.rooms()).isEqualTo(1);
    }

    @Test
    void shouldGoOnInTheLanguageThatWasHeardSurely() {
        open(FREE);
        reader.detect("de", 0.95);
        hear(silence(1), words(4), silence(1));
        reader.detect("en", 0.95);
        hear(words(5), silence(1));
        hear(silence(31), words(6), silence(1));

        assertThat(heard.all(Final.class))
                .extracting(told -> told.transcript().language())
                .containsExactly(Optional.empty(), Optional.of("de"), Optional.empty());
    }

    @Test
    void shouldTellHowLoudItIsWhereAsked() {
        open(new SessionOptions(
                Optional.of(TurnDetection.USUAL),
                true,
                true,
                TranscriptionOptions.builder().build()));
        hear(silence(0.2), word(10, 0));

        assertThat(heard.all(Level.class)).containsExactly(new Level(-120, -120), new Level(-9, -6));
    }

    @Test
    void shouldEndWhereNoAudioComes() {
        open(FREE);
        hear(silence(1));
        now += Duration.ofSeconds(61).toNanos();
        session.endIfOver();
        session.endIfOver();

        assertThat(heard.ends())
                .singleElement()
                .satisfies(reason -> assertThat(reason).hasMessage("No audio came for 60 s."));
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void shouldLeaveNothingBehindWhenItsClientGoes() {
        open(FREE);
        slow = true;
        hear(silence(1), words(4, 5));
        session.close();
        session.close();
        while (!work.isEmpty()) {
            work.remove().run();
        }
        int told = heard.events().size();
        hear(words(6), silence(1));

        assertThat(closed).isEqualTo(1);
        assertThat(heard.events()).hasSize(told);
        assertThat(heard.ends()).isEmpty();
        assertThat(reader.calls).allMatch(call -> call.cancellation().isCancelled());
    }

    @Test
    void shouldChangeFromTurnsToCommitsWithoutLosingAWord() {
        open(FREE);
        hear(silence(1), words(4));
        session.configure(MANUAL);
        hear(words(5), silence(2));
        session.configure(FREE);
        hear(words(6), silence(1));

        assertThat(heard.text()).isEqualTo("w4 w5 w6");
    }
}
