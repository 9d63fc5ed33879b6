package dev.earshot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlinePlanTest {
    /** As by default, with a beam search. */
    private static final TranscriptionOptions SEARCHED =
            TranscriptionOptions.builder().beamSize(5).fitContext(true).build();

    private static final TranscriptionOptions GREEDY =
            SEARCHED.toBuilder().beamSize(1).build();

    private final SpeedMeter speed = new SpeedMeter();

    private static Transcriber.Result result(boolean readAgain) {
        return new Transcriber.Result(List.of(), Optional.empty(), 448, readAgain);
    }

    private void ran(double length, double seconds, TranscriptionOptions options) {
        speed.record(millis(length), millis(seconds), options, result(false));
    }

    private static Duration millis(double seconds) {
        return Duration.ofMillis((long) (seconds * 1e3));
    }

    /** A window in full takes 4 s, a command of 3 s with a fitted context 1 s, and each further hypothesis as much again. */
    @BeforeEach
    void measure() {
        speed.record(Duration.ofSeconds(30), Duration.ofSeconds(4));
        ran(3, 1, GREEDY);
    }

    private DeadlinePlan plan(TranscriptionOptions wanted, double left) {
        return DeadlinePlan.of(wanted, 3, left, speed, true);
    }

    @ParameterizedTest
    @CsvSource({
        "25.1, ", // 5 x (1 + 4): also if it must be read again
        "24.9, BEAM_SIZE",
        "5.1,  BEAM_SIZE",
        "4.9,  BEAM_SIZE FALLBACK",
        "1.1,  BEAM_SIZE FALLBACK",
        "0.9,  BEAM_SIZE FALLBACK", // too late in any case: tried with the least
        "-1,   BEAM_SIZE FALLBACK"
    })
    void shouldGiveUpOneThingAfterTheOtherUntilItIsInTime(double left, String shortcuts) {
        DeadlinePlan plan = plan(SEARCHED, left);

        assertThat(plan.shortcuts()).isEqualTo(shortcuts(shortcuts));
        assertThat(plan.options().beamSize()).isEqualTo(left > 25 ? 5 : 1);
        assertThat(plan.options().secondReading()).isEqualTo(left > 5);
        assertThat(plan.options().temperatureIncrement()).isEqualTo(left > 5 ? 0.4f : 0);
        assertThat(plan.options().fitContext()).isTrue();
    }

    private static List<Shortcut> shortcuts(String words) {
        return words == null
                ? List.of()
                : Arrays.stream(words.split(" ")).map(Shortcut::valueOf).toList();
    }

    /** The device does without fitted contexts: 4 s, and as much again for a second try. */
    @ParameterizedTest
    @CsvSource({"8.1, ", "7.9, FALLBACK", "3.9, FALLBACK AUDIO_CONTEXT"})
    void shouldFitTheContextLast(double left, String shortcuts) {
        DeadlinePlan plan = plan(GREEDY.toBuilder().fitContext(false).build(), left);

        assertThat(plan.shortcuts()).isEqualTo(shortcuts(shortcuts));
        assertThat(plan.options().fitContext()).isEqualTo(left < 4);
        assertThat(plan.options().mayReadAgain()).isEqualTo(left > 8);
    }

    @Test
    void shouldCutOnlyWhatTheLibraryCanDoWithout() {
        TranscriptionOptions full = SEARCHED.toBuilder().fitContext(false).build();

        DeadlinePlan plan = DeadlinePlan.of(full, 3, 0.1, speed, false);

        assertThat(plan.shortcuts()).containsExactly(Shortcut.BEAM_SIZE, Shortcut.FALLBACK);
        assertThat(plan.options().fitContext()).isFalse();
    }

    @Test
    void shouldNotNameWhatWasNotThereToBeGivenUp() {
        TranscriptionOptions plain = GREEDY.toBuilder()
                .fitContext(false)
                .temperatureIncrement(0)
                .audioContext(1500)
                .build();

        assertThat(plan(plain, 0.1)).isEqualTo(new DeadlinePlan(plain, List.of()));
    }

    @Test
    void shouldLearnWhatABeamSearchReallyTakes() {
        assertThat(speed.secondsFor(3, SEARCHED)).isCloseTo(25, within(0.01));

        for (int i = 0; i < 20; i++) {
            ran(3, 2, SEARCHED);
        }

        assertThat(speed.secondsFor(3, SEARCHED)).as("twice a greedy one").isCloseTo(10, within(0.1));
        assertThat(speed.secondsFor(3, GREEDY)).as("which costs the same").isCloseTo(5, within(0.01));
    }

    @Test
    void shouldNotTakeTwoReadingsForOne() {
        for (int i = 0; i < 20; i++) {
            speed.record(Duration.ofSeconds(3), Duration.ofSeconds(5), GREEDY, result(true));
        }

        TranscriptionOptions once =
                GREEDY.toBuilder().temperatureIncrement(0).secondReading(false).build();
        assertThat(speed.secondsFor(3, once)).isCloseTo(1, within(0.01));
        assertThat(speed.secondsFor(3)).as("the queue waits for both").isGreaterThan(4);
    }

    @Test
    void shouldCountTheWaitAndTheTimeThatHasGone() {
        long[] now = {0};
        Deadline deadline = Deadline.of(
                0,
                Duration.ofSeconds(10),
                new EngineSettings(1, 8, Duration.ofSeconds(30), Duration.ofHours(1), true),
                () -> now[0],
                speed);

        assertThat(deadline.plan(GREEDY, 3, 0, true).shortcuts()).isEmpty();
        assertThat(deadline.plan(GREEDY, 3, 5.1, true).shortcuts()).containsExactly(Shortcut.FALLBACK);
        now[0] = Duration.ofMillis(5100).toNanos();
        assertThat(deadline.plan(GREEDY, 3, 0, true).shortcuts()).containsExactly(Shortcut.FALLBACK);
    }

    @Test
    void shouldGiveNothingUpForACallerWithoutADeadline() {
        EngineSettings tight = new EngineSettings(1, 8, Duration.ofSeconds(30), Duration.ofMillis(1), true);

        assertThat(Deadline.of(0, tight.deadline(), tight, () -> 0, speed).plan(SEARCHED, 3, 100, true))
                .isEqualTo(new DeadlinePlan(SEARCHED, List.of()));
    }
}
