package dev.earshot.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.Capabilities;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.planning.Report.Missing;
import dev.earshot.planning.Setting.Context;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBenchmarkTest {
    private static final Setting USUAL = new Setting(2, true, Context.FITTED);

    @TempDir
    private Path folder;

    private final Cancellation stop = new Cancellation();
    private final List<String> steps = new ArrayList<>();
    private final List<Double> progress = new ArrayList<>();
    private final List<Measurement> heard = new ArrayList<>();

    /** More threads are faster, flash attention is, too, and the full context is four times slower. */
    private static Duration usualCosts(Setting setting, double seconds) {
        double ms = 800.0 / setting.threads() * (setting.flashAttention() ? 1 : 1.5);
        return Duration.ofMillis((long) (seconds > 20 ? ms * 10 : setting.context() == Context.FULL ? ms * 4 : ms));
    }

    private ScriptedTrials trials() {
        return new ScriptedTrials(folder, ModelBenchmarkTest::usualCosts);
    }

    private Report run(ScriptedTrials trials, Scope scope, String... models) {
        return new ModelBenchmark(trials, scope, stop, trials::nanoTime, trials::now)
                .run(List.of(models), new ModelBenchmark.Listener() {
                    @Override
                    public void doing(double done, String what) {
                        progress.add(done);
                        steps.add(what);
                    }

                    @Override
                    public void measured(Measurement measurement) {
                        heard.add(measurement);
                    }
                });
    }

    private static List<Setting> settings(Report report) {
        return report.measured().stream().map(Measurement::setting).toList();
    }

    @Test
    void shouldMeasureTheUsualSettingFirstAndThenOneChangeAtATime() {
        ScriptedTrials trials = trials();

        Report report = run(trials, Scope.QUICK, "base-q8_0");

        assertThat(report.missing()).isEmpty();
        assertThat(settings(report))
                .containsExactly(
                        USUAL,
                        USUAL.with(Context.FULL),
                        new Setting(1, true, Context.FITTED),
                        new Setting(4, true, Context.FITTED),
                        new Setting(4, false, Context.FITTED));
        assertThat(report.measured())
                .extracting(it -> it.figures().latency().toMillis())
                .containsExactly(400L, 1600L, 800L, 200L, 300L);
        assertThat(report.measured()).extracting(it -> it.figures().runs()).containsExactly(3, 1, 3, 3, 3);
        assertThat(trials.loaded).as("both contexts on one engine").hasSize(4);
        assertThat(heard).isEqualTo(report.measured());
    }

    @Test
    void shouldTellWhatWasMeasuredWhereAndHow() {
        Measurement first = run(trials(), Scope.QUICK, "base-q8_0").measured().get(0);

        assertThat(first.model().name()).isEqualTo("base-q8_0");
        assertThat(first.model().quantization()).isEqualTo("q8_0");
        assertThat(first.model().sizeBytes())
                .isEqualTo(folder.resolve("ggml-base-q8_0.bin").toFile().length());
        assertThat(first.model().sha256()).contains("5ca1ab1e");
        assertThat(first.place().board()).startsWith("Raspberry Pi 5");
        assertThat(first.place().processors()).isEqualTo(4);
        assertThat(first.place().library()).isEqualTo("scripted");
        assertThat(first.place().libraryVersion()).isEqualTo("whisper.cpp 0");
        assertThat(first.at()).isAfter(ScriptedTrials.BEGIN);
        assertThat(first.before().celsius()).isPresent();
        assertThat(first.after().throttled()).contains(0);
        assertThat(first.slowedDown()).isFalse();
        assertThat(first.figures().audioContext()).isEqualTo(448);
        assertThat(first.figures().readAgain()).isZero();
        assertThat(first.figures().realTimeFactor().orElseThrow()).isCloseTo(4 / 29.86, within(0.001));
    }

    @Test
    void shouldTakeTheMedianSoThatOneSlowRunDoesNotCount() {
        AtomicInteger run = new AtomicInteger();
        ScriptedTrials trials = new ScriptedTrials(
                        folder, (setting, seconds) -> Duration.ofMillis(run.incrementAndGet() == 2 ? 5000 : 300))
                .processors(1)
                .usual(1, true, Context.FITTED);

        assertThat(run(trials, Scope.QUICK, "base").measured().get(0).figures().latency())
                .isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void shouldMeasureEachSettingWithEachOtherWhenAskedTo() {
        Report report = run(trials().processors(2), Scope.FULL, "base-q8_0");

        assertThat(settings(report)).hasSize(8).doesNotHaveDuplicates().startsWith(USUAL, USUAL.with(Context.FULL));
        assertThat(report.measured())
                .filteredOn(it -> it.setting().context() == Context.FITTED)
                .hasSize(4)
                .allSatisfy(it -> assertThat(it.figures().realTimeFactor()).isPresent());
    }

    @Test
    void shouldVaryThreadsAloneWhereTheLibraryCanDoNoMore() {
        Report report = run(trials().library(Capabilities.STOCK), Scope.FULL, "base-q8_0");

        assertThat(settings(report))
                .containsExactly(
                        new Setting(2, true, Context.FULL),
                        new Setting(1, true, Context.FULL),
                        new Setting(4, true, Context.FULL));
        assertThat(report.measured().get(0).figures().realTimeFactor()).isPresent();
    }

    @Test
    void shouldCountRunsThatWereReadAgain() {
        Measurement first = run(trials().readsFittedOnesAgain(), Scope.QUICK, "base")
                .measured()
                .get(0);

        assertThat(first.figures().readAgain()).isEqualTo(3);
        assertThat(first.figures().audioContext()).isEqualTo(1500);
    }

    @Test
    void shouldGetOneFigureOnTheSlowestBoardAndThenEndWhenTheTimeIsUp() {
        ScriptedTrials trials = new ScriptedTrials(folder, (setting, seconds) -> Duration.ofSeconds(100));

        Report report = run(trials, Scope.QUICK, "large");

        assertThat(settings(report)).contains(USUAL);
        assertThat(report.measured().get(0).figures().runs()).isEqualTo(1);
        assertThat(report.measured().get(0).figures().realTimeFactor()).isEmpty();
        assertThat(report.missing()).singleElement().satisfies(it -> {
            assertThat(it.reason()).isEqualTo("the 90 s for one model were over");
            assertThat(it.planned()).isTrue();
        });
    }

    @Test
    void shouldSayWhyASettingCouldNotBeMeasuredAndGoOn() {
        Report report = run(trials().broken(1, true), Scope.QUICK, "base");

        assertThat(report.missing())
                .containsExactly(new Missing(
                        "base",
                        Optional.of(new Setting(1, true, Context.FITTED)),
                        "The library does not want to.",
                        false));
        assertThat(settings(report)).hasSize(4).contains(new Setting(4, false, Context.FITTED));
    }

    @Test
    void shouldLeaveAModelThatCannotBeLoadedAndMeasureTheNext() {
        Report report = run(trials().broken(2, true), Scope.QUICK, "base", "missing", "tiny");

        assertThat(report.measured()).isEmpty();
        assertThat(report.missing())
                .extracting(Missing::model, Missing::reason)
                .containsExactly(
                        tuple("base", "The library does not want to."),
                        tuple("missing", "No model \"missing\" in " + folder + "."),
                        tuple("tiny", "The library does not want to."));
    }

    @Test
    void shouldKeepWhatWasMeasuredWhenItIsStopped() {
        AtomicInteger commands = new AtomicInteger();
        ScriptedTrials trials = trials();
        trials.onCommand(() -> {
            if (commands.incrementAndGet() == 5) {
                stop.cancel(new EngineException(ErrorCode.CLIENT_GONE, "Stopped."));
            }
        });

        Report report = run(trials, Scope.QUICK, "base", "tiny");

        assertThat(settings(report)).containsExactly(USUAL, USUAL.with(Context.FULL));
        assertThat(report.missing())
                .extracting(Missing::model, Missing::reason, Missing::planned)
                .containsExactly(tuple("base", "it was stopped", true), tuple("tiny", "it was stopped", true));
    }

    @Test
    void shouldTellHowFarItIs() {
        run(trials(), Scope.QUICK, "base", "tiny");

        assertThat(progress).isSorted().first().isEqualTo(0.0);
        assertThat(progress.get(progress.size() - 1)).isBetween(0.8, 1.0);
        assertThat(steps)
                .startsWith(
                        "base, 2 threads, flash attention on, context fitted: loading",
                        "base, 2 threads, flash attention on, context fitted: short command 1 of 3")
                .contains("base, 2 threads, flash attention on, context fitted: half a minute of speech")
                .contains("tiny, 1 thread, flash attention on, context fitted: loading");
    }
}
