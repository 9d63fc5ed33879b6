package dev.earshot.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.device.ConditionFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a fake sysfs, with models that only say what was asked of them, and a clock that tests move. */
class HeatReliefTest {
    private static final int WANTED = 2;

    @TempDir
    Path root;

    private final List<String> log = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private final Deque<String> possible = new ArrayDeque<>(List.of("tiny hears instead of base"));
    private RuntimeException refusal;
    private long nanos = -5_000_000_000L;
    private HeatWatch watch;
    private HeatRelief relief;

    private final HeatRelief.Models models = new HeatRelief.Models() {
        @Override
        public Optional<String> lighten(String why) {
            asked.add("lighten");
            reasons.add(why);
            refuse();
            return Optional.ofNullable(possible.poll());
        }

        @Override
        public void restore() {
            asked.add("restore");
            refuse();
        }

        private void refuse() {
            if (refusal != null) {
                throw refusal;
            }
        }
    };

    private void temperature(int celsius) throws IOException {
        Path zone = Files.createDirectories(root.resolve("sys/class/thermal/thermal_zone0"));
        Files.writeString(zone.resolve("type"), "cpu-thermal\n");
        Files.writeString(zone.resolve("temp"), celsius * 1000 + "\n");
        Files.writeString(zone.resolve("trip_point_0_type"), "passive\n");
        Files.writeString(zone.resolve("trip_point_0_temp"), "90000\n");
    }

    @BeforeEach
    void coolBoard() throws IOException {
        temperature(50);
        start(true);
    }

    private void start(boolean sparing) {
        watch = new HeatWatch(
                WANTED, sparing, () -> ConditionFacts.read(root), Optional.empty(), () -> nanos, text -> {});
        relief = new HeatRelief(watch, models, () -> nanos, log::add);
    }

    /** As the service does: a look every five seconds. */
    private void pass(int seconds) {
        for (int i = 0; i < seconds / 5; i++) {
            nanos += Duration.ofSeconds(5).toNanos();
            relief.look();
        }
    }

    private void relieved() throws IOException {
        temperature(88);
        pass(70);
        assertThat(asked).containsExactly("lighten");
    }

    @Test
    void shouldTakeASmallerModelWhereOneThreadAloneIsHotForAMinute() throws IOException {
        pass(600);
        temperature(88);
        pass(60);
        assertThat(watch.threads()).isEqualTo(1);
        assertThat(asked).as("threads first, and then a minute").isEmpty();
        assertThat(relief.words()).isEmpty();

        pass(10);

        assertThat(asked).containsExactly("lighten");
        assertThat(reasons).containsExactly("the board is too hot");
        assertThat(relief.steps()).isEqualTo(1);
        assertThat(relief.words()).contains("tiny hears instead of base");
        assertThat(log)
                .containsExactly("One thread alone is still too much for the board, so tiny hears instead of base");
    }

    @Test
    void shouldTakeTheNextStepAfterAnotherMinuteOfHeat() throws IOException {
        possible.addFirst("base hears long recordings, too");
        relieved();
        pass(50);
        assertThat(asked).hasSize(1);

        pass(10);

        assertThat(relief.steps()).isEqualTo(2);
        assertThat(relief.words()).contains("tiny hears instead of base");
    }

    @Test
    void shouldChangeNothingWhileItIsNeitherHotNorCool() throws IOException {
        relieved();
        temperature(82);
        pass(1200);

        assertThat(asked).hasSize(1);
        assertThat(relief.steps()).isEqualTo(1);
    }

    @Test
    void shouldGoBackOnceItHasBeenCoolWithAllThreadsForFiveMinutes() throws IOException {
        relieved();
        temperature(60);
        pass(300);
        assertThat(watch.threads()).isEqualTo(WANTED);
        assertThat(asked)
                .as("the threads came back half a minute ago at the earliest")
                .hasSize(1);

        pass(60);

        assertThat(asked).containsExactly("lighten", "restore");
        assertThat(relief.steps()).isZero();
        assertThat(relief.words()).isEmpty();
        assertThat(log).last().isEqualTo("The board has been cool for a while: the usual models are back");
        pass(1200);
        assertThat(asked).as("once").hasSize(2);
    }

    @Test
    void shouldCountTheMinutesOfCoolAnewAfterHeat() throws IOException {
        relieved();
        temperature(60);
        pass(200);
        temperature(82);
        pass(10);
        temperature(60);
        pass(290);

        assertThat(asked).hasSize(1);
        pass(60);
        assertThat(asked).containsExactly("lighten", "restore");
    }

    @Test
    void shouldNotAskAllTheTimeWhereNothingIsLeftToDo() throws IOException {
        possible.clear();
        relieved();
        pass(590);
        assertThat(asked).hasSize(1);
        assertThat(relief.steps()).isZero();
        assertThat(log).isEmpty();

        pass(10);

        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldSayWhyAChangeFailedAndTryAgainLater() throws IOException {
        refusal = new IllegalStateException("Another model is being put in use right now.");
        relieved();

        assertThat(log)
                .containsExactly("The models stay as they are for now, though the board's heat asks for others: Another"
                        + " model is being put in use right now.");
        assertThat(relief.steps()).isZero();
        refusal = null;
        pass(605);
        assertThat(relief.steps()).isEqualTo(1);
        refusal = new IllegalStateException("base.bin is gone.");
        temperature(60);
        pass(400);
        assertThat(asked).last().isEqualTo("restore");
        assertThat(relief.steps()).as("still relieved").isEqualTo(1);
    }

    @Test
    void shouldLeaveTheModelsAloneWhereThreadsAreNotToBeTaken() throws IOException {
        start(false);
        temperature(95);
        pass(1200);

        assertThat(asked).isEmpty();
    }
}
