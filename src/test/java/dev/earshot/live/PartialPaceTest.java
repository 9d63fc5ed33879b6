package dev.earshot.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.engine.Cancellation;
import org.junit.jupiter.api.Test;

class PartialPaceTest {
    private long now;
    private final PartialPace pace = new PartialPace(1, () -> now);
    private final Cancellation first = new Cancellation();
    private final Cancellation second = new Cancellation();

    @Test
    void shouldUseHalfOfTheEnginesTimeAtMost() {
        assertThat(pace.begin(first)).isTrue();
        assertThat(pace.begin(second)).as("one lane").isFalse();
        now = 100;
        pace.ended(first, 100);
        assertThat(pace.begin(second)).as("a rest").isFalse();
        now = 200;
        assertThat(pace.begin(second)).isTrue();
    }

    @Test
    void shouldMakeRoomForAFinalReading() {
        pace.begin(first);
        pace.finalBegins();

        assertThat(first.isCancelled()).isTrue();
        pace.ended(first, 0);
        assertThat(pace.begin(second)).isFalse();
        pace.finalEnded();
        assertThat(pace.begin(second)).isTrue();
    }

    @Test
    void shouldNotGiveUpAPartialReadingThatIsNotInTheWay() {
        PartialPace wide = new PartialPace(2, () -> now);
        wide.begin(first);
        wide.finalBegins();

        assertThat(first.isCancelled()).isFalse();
        wide.finalBegins();
        assertThat(first.isCancelled()).isTrue();
    }
}
