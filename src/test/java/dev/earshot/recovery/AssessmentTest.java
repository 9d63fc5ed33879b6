package dev.earshot.recovery;

import static dev.earshot.recovery.Works.NOON;
import static dev.earshot.recovery.Works.crash;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssessmentTest {
    private static Instant after(int minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    @Test
    void shouldTellTheLastCrashAndStartAsUsualAfterTwo() {
        Assessment found = Assessment.of(List.of(crash(0, "one"), crash(1, "one")), after(2));

        assertThat(found.safe()).isFalse();
        assertThat(found.setAside()).isEmpty();
        assertThat(found.inWords())
                .contains("Native code has ended the service 2 times in the last day, at 2026-06-01T12:01:00Z during a"
                        + " window of 2.9 s (SHA-256 one) with base-q8_0 (SHA-256 0123456789ab...) on linux-aarch64."
                        + " After 3 times within 10 minutes it starts in its safe profile.");
    }

    @Test
    void shouldStartSafelyAndSetTheClipAsideAfterThreeWithinTenMinutes() {
        Assessment found = Assessment.of(List.of(crash(0, "one"), crash(5, "one"), crash(10, "one")), after(10));

        assertThat(found.safe()).isTrue();
        assertThat(found.until()).contains(after(10 + 24 * 60));
        assertThat(found.setAside()).containsExactly("one");
        assertThat(found.unloadable()).isEmpty();
        assertThat(found.inWords().orElseThrow())
                .contains("3 times in the last day", "safe profile")
                .endsWith("until it is started after 2026-06-02T12:10:00Z. It refuses 1 window(s) of recordings.");
    }

    @Test
    void shouldNotTakeCrashesFarApartForALoop() {
        List<Crash> spread = List.of(crash(0, "one"), crash(5, "one"), crash(11, "one"), crash(17, "one"));

        assertThat(Assessment.of(spread, after(18)).safe()).isFalse();
        assertThat(Assessment.of(spread, after(18)).count()).isEqualTo(4);
    }

    @Test
    void shouldSetAsideAClipOfWhichTheLibraryHangsThreeTimesThoughThatTakesLong() {
        List<Crash> hangs = List.of(crash(0, "one"), crash(20, "one"), crash(30, "two"), crash(60, "one"));

        assertThat(Assessment.of(hangs, after(61)).setAside()).containsExactly("one");
        assertThat(Assessment.of(hangs, after(61)).safe()).isFalse();
        assertThat(Assessment.of(hangs.subList(0, 3), after(61)).setAside()).isEmpty();
    }

    @Test
    void shouldLeaveTheSafeProfileADayAfterTheLoop() {
        List<Crash> loop = List.of(crash(0, "one"), crash(1, "one"), crash(2, "one"));

        assertThat(Assessment.of(loop, after(2 + 24 * 60 - 1)).safe()).isTrue();
        assertThat(Assessment.of(loop, after(2 + 24 * 60))).isEqualTo(Assessment.NONE);
    }

    @Test
    void shouldSpareTheNeighbourOfTheClipAndAnyThatCameOnce() {
        Assessment found = Assessment.of(
                List.of(crash(0, "bad", "by-chance"), crash(1, "bad", "another"), crash(2, "third")), after(3));

        assertThat(found.safe()).isTrue();
        assertThat(found.setAside()).containsExactly("bad");
    }

    @Test
    void shouldNameModelsThatCannotBeLoaded() {
        Crash load = new Crash(NOON, List.of(Works.load(NOON, "large-v3")));

        assertThat(Assessment.of(List.of(load, load, load), NOON).unloadable()).containsExactly("large-v3");
    }
}
