package dev.earshot.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class IdleBenchmarkTest {
    private static final IdleBenchmark.Pace HASTY =
            new IdleBenchmark.Pace(Duration.ofMillis(5), Duration.ofMillis(1), 2);

    @TempDir
    private Path folder;

    private final Cancellation stop = new Cancellation();
    private final List<Measurement> heard = new ArrayList<>();
    private final AtomicInteger commands = new AtomicInteger();
    private volatile CountDownLatch seen;

    private ScriptedTrials trials;

    @BeforeEach
    void prepare() {
        trials = new ScriptedTrials(folder, (setting, seconds) -> Duration.ofMillis(300));
    }

    /** The second look comes after what the first one led to. */
    private void somebodyComes() {
        CountDownLatch looks = new CountDownLatch(2);
        seen = looks;
        try {
            assertThat(looks.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        seen = null;
    }

    private boolean isBusy() {
        CountDownLatch looks = seen;
        if (looks != null) {
            looks.countDown();
        }
        return looks != null;
    }

    private Report run(String... models) throws InterruptedException {
        return new IdleBenchmark(trials, this::isBusy, HASTY, stop).run(List.of(models), new ModelBenchmark.Listener() {
            @Override
            public void doing(double done, String what) {
                assertThat(done).isBetween(0.0, 1.0);
            }

            @Override
            public void measured(Measurement measurement) {
                heard.add(measurement);
            }
        });
    }

    @Test
    void shouldMeasureEachModelAsItIsConfiguredAndNoOtherWay() throws Exception {
        Report report = run("base-q8_0", "tiny-q8_0");

        assertThat(report.missing()).isEmpty();
        assertThat(trials.loaded).containsExactly(trials.usual(), trials.usual());
        assertThat(heard)
                .extracting(it -> it.model().name())
                .containsExactly("base-q8_0", "base-q8_0", "tiny-q8_0", "tiny-q8_0");
        assertThat(heard.get(0).setting()).isEqualTo(trials.usual());
        assertThat(heard.get(0).figures().runs()).isEqualTo(3);
    }

    @Test
    void shouldGiveWayToWhoeverComesAndBeginAnewWhenItIsQuiet() throws Exception {
        trials.onCommand(() -> {
            if (commands.incrementAndGet() == 1) {
                somebodyComes();
            }
        });

        Report report = run("base-q8_0");

        assertThat(trials.loaded).as("begun twice").hasSize(2);
        assertThat(report.missing()).isEmpty();
        assertThat(heard.get(0).figures().runs())
                .as("what was disturbed does not count")
                .isEqualTo(3);
    }

    @Test
    void shouldGiveUpAModelWhereSomebodyComesEachTime() throws Exception {
        trials.onCommand(this::somebodyComes);

        Report report = run("base-q8_0");

        assertThat(heard).isEmpty();
        assertThat(report.missing())
                .extracting(Report.Missing::reason)
                .containsExactly("somebody came each of the 2 times that it was begun");
    }

    /** One run was undisturbed, and figures of one are figures. */
    @Test
    void shouldKeepNoFiguresOfAnAttemptThatSomebodyDisturbedLater() throws Exception {
        trials.onCommand(() -> {
            if (commands.incrementAndGet() == 2) {
                somebodyComes();
            }
        });

        Report report = run("base-q8_0");

        assertThat(trials.loaded).as("begun twice").hasSize(2);
        assertThat(report.missing()).isEmpty();
        assertThat(heard).as("of the second alone").isEqualTo(report.measured());
        assertThat(heard.get(0).figures().runs()).isEqualTo(3);
    }

    @Test
    void shouldEndWhenItIsStoppedAndLoadNoOtherModel() throws Exception {
        trials.onCommand(() -> stop.cancel(new EngineException(ErrorCode.NOT_READY, "The service is shutting down.")));

        Report report = run("base-q8_0", "tiny-q8_0");

        assertThat(trials.loaded).hasSize(1);
        assertThat(report.missing()).extracting(Report.Missing::model).contains("tiny-q8_0");
    }

    @Test
    void shouldLoadNothingBeforeItIsQuiet() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        List<Integer> loadedWhenAsked = new ArrayList<>();
        IdleBenchmark benchmark = new IdleBenchmark(
                trials,
                () -> {
                    boolean busy = looks.incrementAndGet() <= 5;
                    if (busy) {
                        loadedWhenAsked.add(trials.loaded.size());
                    }
                    return busy;
                },
                HASTY,
                stop);

        benchmark.run(List.of("base-q8_0"), new ModelBenchmark.Listener() {
            @Override
            public void doing(double done, String what) {}

            @Override
            public void measured(Measurement measurement) {
                heard.add(measurement);
            }
        });

        assertThat(loadedWhenAsked).hasSize(5).containsOnly(0);
        assertThat(heard).isNotEmpty();
    }
}
