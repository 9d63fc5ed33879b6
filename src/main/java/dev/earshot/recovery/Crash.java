package dev.earshot.recovery;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A process that ended while native code was at work.
 *
 * @param at when the last of it began, by the clock of the machine
 * @param works one for each lane that was at work
 */
record Crash(Instant at, List<Work> works) {
    Crash {
        works = List.copyOf(works);
    }

    String inWords() {
        return works.stream().map(Work::inWords).collect(Collectors.joining(", and "));
    }
}
