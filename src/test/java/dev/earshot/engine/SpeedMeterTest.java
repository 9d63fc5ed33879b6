package dev.earshot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpeedMeterTest {
    private final SpeedMeter speed = new SpeedMeter();

    private void windowOf(double seconds, double took) {
        speed.record(Duration.ofMillis((long) (seconds * 1000)), Duration.ofMillis((long) (took * 1000)));
    }

    @Test
    void shouldExpectASecondBeforeAnythingWasMeasured() {
        assertThat(speed.secondsFor(30)).isEqualTo(1);
    }

    @Test
    void shouldExpectTheSameOfEveryWindowWhereAllTakeTheSame() {
        windowOf(30, 6);
        windowOf(2, 6);
        windowOf(12, 6);

        assertThat(speed.secondsFor(1)).isCloseTo(6, within(1e-9));
        assertThat(speed.secondsFor(30)).isCloseTo(6, within(1e-9));
    }

    @Test
    void shouldFindTheFixedPartAndTheGrowingOne() {
        windowOf(30, 0.5 + 30 * 0.1);
        windowOf(3, 0.5 + 3 * 0.1);
        windowOf(10, 0.5 + 10 * 0.1);

        assertThat(speed.secondsFor(20)).isCloseTo(2.5, within(1e-9));
        assertThat(speed.secondsFor(1)).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void shouldTakeTheMeanWhereLengthsHardlyDiffer() {
        windowOf(3, 1);
        windowOf(3.1, 2);

        assertThat(speed.secondsFor(30)).isBetween(1.0, 2.0);
    }

    @Test
    void shouldNeverExpectTimeBelowZero() {
        windowOf(30, 1);
        windowOf(3, 4);
        assertThat(speed.secondsFor(300)).isPositive();

        SpeedMeter steep = new SpeedMeter();
        steep.record(Duration.ofSeconds(10), Duration.ofMillis(10));
        steep.record(Duration.ofSeconds(30), Duration.ofSeconds(10));
        assertThat(steep.secondsFor(0.1)).isNotNegative();
    }

    @Test
    void shouldFollowAMachineThatHasBecomeSlower() {
        for (int i = 0; i < 5; i++) {
            windowOf(30, 2);
        }
        for (int i = 0; i < 20; i++) {
            windowOf(30, 4);
        }

        assertThat(speed.secondsFor(30)).isCloseTo(4, within(0.1));
    }
}
