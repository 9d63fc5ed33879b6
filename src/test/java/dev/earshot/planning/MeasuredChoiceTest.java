package dev.earshot.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.planning.MeasuredChoice.Candidate;
import dev.earshot.planning.MeasuredChoice.Speed;
import dev.earshot.planning.Setting.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredChoiceTest {
    private static final Instant DAY = Instant.parse("2026-11-23T23:59:59Z");
    private static final Place HERE = new Place("Raspberry Pi 5 Model B", 4, "linux-aarch64", "whisper.cpp 1.9.1");
    private static final Setting USUAL = new Setting(4, true, Context.FITTED);

    private static Candidate candidate(String model) {
        String[] parts = model.split("=");
        return new Candidate(
                parts[0],
                parts.length == 1
                        ? Optional.empty()
                        : Optional.of(new Speed(Duration.ofMillis(Long.parseLong(parts[1])), DAY)));
    }

    private static List<String> order(String models, Optional<Duration> target) {
        return MeasuredChoice.of(
                        Arrays.stream(models.split(" "))
                                .map(MeasuredChoiceTest::candidate)
                                .toList(),
                        target)
                .order();
    }

    /** In the profile's order, the most accurate first; the number is what it was measured to take. */
    @ParameterizedTest
    @CsvSource({
        "small base tiny,                small base tiny", // nothing measured: as the profile has it
        "small=900 base=400 tiny=200,    small base tiny", // the most accurate that is in time
        "small=1000 base=400 tiny=200,   small base tiny", // just in time
        "small=1001 base=400 tiny=200,   base small tiny",
        "small=4000 base=2000 tiny=900,  tiny small base",
        "small=4000 base=2000 tiny=1500, tiny small base", // none is: the fastest
        "small=4000 base=1500 tiny=1500, base small tiny", // of two as fast the more accurate
        "small base=400 tiny=200,        base small tiny", // measured before assumed
        "small base=2000 tiny,           base small tiny"
    })
    void shouldPreferWhatWasMeasuredToBeInTime(String models, String order) {
        assertThat(order(models, Optional.of(Duration.ofSeconds(1)))).containsExactly(order.split(" "));
    }

    @Test
    void shouldKeepTheOrderWithoutATarget() {
        assertThat(order("small=4000 base=400", Optional.empty())).containsExactly("small", "base");
    }

    @Test
    void shouldSayWhatSpeaksForEachModel() {
        List<Candidate> candidates = List.of(candidate("small"), candidate("base=640"), candidate("tiny=333"));

        assertThat(MeasuredChoice.of(candidates, Optional.of(Duration.ofSeconds(1)))
                        .reasons())
                .containsOnlyKeys("base", "tiny")
                .containsEntry("base", "measured 640 ms on 2026-11-23, target 1 s");
        assertThat(MeasuredChoice.of(candidates, Optional.of(Duration.ofMillis(1500)))
                        .reasons())
                .containsEntry("base", "measured 640 ms on 2026-11-23, target 1.5 s");
        assertThat(MeasuredChoice.of(candidates, Optional.empty()).reasons())
                .containsEntry("base", "measured 640 ms on 2026-11-23");
    }

    private static Measurement measured(Place place, Setting setting, String day, long ms) {
        Measurement it = MeasurementFileTest.measurement("base", Instant.parse(day + "T12:00:00Z"), 4, ms);
        return new Measurement(it.at(), it.model(), place, setting, it.figures(), it.before(), it.after());
    }

    private static Optional<Long> speed(Setting usual, Measurement... known) {
        long size = known[0].model().sizeBytes();
        return Measurements.at(HERE, List.of(known))
                .speed("base", size, usual)
                .map(speed -> speed.latency().toMillis());
    }

    @Test
    void shouldUseTheLatestFigureOfTheSettingThatIsUsedHere() {
        Measurement old = measured(HERE, USUAL, "2026-01-01", 900);
        Measurement latest = measured(HERE, USUAL, "2026-02-01", 640);
        Measurement full = measured(HERE, USUAL.with(Context.FULL), "2026-03-01", 2000);

        assertThat(speed(USUAL, full, latest, old)).contains(640L);
        assertThat(speed(USUAL.with(Context.FULL), full, latest)).contains(2000L);
        assertThat(speed(USUAL, full)).as("a library that cannot fit").contains(2000L);
        assertThat(speed(USUAL.with(Context.FULL), latest)).isEmpty();
    }

    @Test
    void shouldNotUseFiguresOfAnotherFileLibraryBoardOrSetting() {
        Measurement good = measured(HERE, USUAL, "2026-02-01", 640);
        long size = good.model().sizeBytes();

        assertThat(speed(new Setting(2, true, Context.FITTED), good)).isEmpty();
        assertThat(speed(new Setting(4, false, Context.FITTED), good)).isEmpty();
        for (Place other : List.of(
                new Place("Raspberry Pi 4 Model B", 4, HERE.library(), HERE.libraryVersion()),
                new Place(HERE.board(), 2, HERE.library(), HERE.libraryVersion()),
                new Place(HERE.board(), 4, "stock-linux-aarch64", HERE.libraryVersion()),
                new Place(HERE.board(), 4, HERE.library(), "whisper.cpp 1.9.2"))) {
            assertThat(speed(USUAL, measured(other, USUAL, "2026-02-01", 640))).isEmpty();
        }
        Measurements here = Measurements.at(HERE, List.of(good));
        assertThat(here.speed("base", size, USUAL)).isPresent();
        assertThat(here.speed("base", size + 1, USUAL)).isEmpty();
        assertThat(here.speed("tiny", size, USUAL)).isEmpty();
    }

    @Test
    void shouldAdviseASettingThatIsFasterByMoreThanChance() {
        Measurement usual = measured(HERE, USUAL, "2026-02-01", 1000);
        Measurement little = measured(HERE, new Setting(3, true, Context.FITTED), "2026-02-01", 910);
        Measurement much = measured(HERE, new Setting(2, true, Context.FITTED), "2026-02-01", 890);

        assertThat(Advice.faster(List.of(usual, little), usual)).isEmpty();
        assertThat(Advice.faster(List.of(usual, little, much), usual)).contains(much);
    }
}
