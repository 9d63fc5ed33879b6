package dev.earshot.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.device.MemoryFacts;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryRoomTest {
    private static final long MIB = 1 << 20;
    private static final long PROCESS = 100 * MIB;

    private static Optional<Long> mib(long number) {
        return Optional.of(number * MIB);
    }

    private static final MemoryFacts PI =
            new MemoryFacts(mib(4000), mib(3000), Optional.empty(), mib(60), Optional.empty());

    @Test
    void shouldLeaveWhatIsAvailableLessWhatTheProcessStillTakes() {
        MemoryRoom room = MemoryRoom.of(PI, true, Optional.empty(), PROCESS);

        assertThat(room.bytes()).isEqualTo(mib(2960));
        assertThat(room.why()).isEqualTo("2.9 GiB available now, less 40 MiB that Earshot itself still takes");
    }

    @Test
    void shouldNotCountWhatIsAvailableToAnotherProcess() {
        MemoryRoom room = MemoryRoom.of(PI, false, Optional.empty(), PROCESS);

        assertThat(room.bytes()).isEqualTo(mib(3900));
        assertThat(room.why()).isEqualTo("the machine's memory of 3.9 GiB, less 100 MiB for Earshot itself");
    }

    @Test
    void shouldKeepToTheContainersLimitAndTheUsersCap() {
        MemoryFacts container = new MemoryFacts(mib(4000), mib(900), mib(512), mib(200), Optional.empty());

        assertThat(MemoryRoom.of(container, true, Optional.empty(), PROCESS))
                .isEqualTo(new MemoryRoom(
                        mib(412), "the container's or service's limit of 512 MiB, less 100 MiB for Earshot itself"));
        assertThat(MemoryRoom.of(container, true, mib(300), PROCESS))
                .isEqualTo(new MemoryRoom(
                        mib(200), "earshot.planning.memory-cap of 300 MiB, less 100 MiB for Earshot itself"));
    }

    @Test
    void shouldKeepToTheAddressesThatAreLeftForThisProcess() {
        MemoryFacts limited = new MemoryFacts(mib(4000), mib(3000), Optional.empty(), mib(60), mib(1000));

        assertThat(MemoryRoom.of(limited, true, Optional.empty(), PROCESS))
                .isEqualTo(new MemoryRoom(
                        mib(232),
                        "the limit of address space (ulimit -v) leaves 1000 MiB, less 768 MiB that threads reserve"));
        assertThat(MemoryRoom.of(limited, false, Optional.empty(), PROCESS).bytes())
                .as("another process has its own")
                .isEqualTo(mib(3900));
    }

    @Test
    void shouldLeaveNothingWhereTheProcessAloneIsTooLarge() {
        MemoryRoom room = MemoryRoom.of(PI, true, mib(64), PROCESS);

        assertThat(room.bytes()).isEqualTo(mib(0));
        assertThat(room.holds(1)).isFalse();
    }

    @Test
    void shouldHoldAnythingWhereTheMachineDoesNotTell() {
        MemoryFacts unknown = new MemoryFacts(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(MemoryRoom.of(unknown, true, Optional.empty(), PROCESS).holds(Long.MAX_VALUE))
                .isTrue();
    }
}
