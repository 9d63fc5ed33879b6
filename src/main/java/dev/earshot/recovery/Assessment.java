package dev.earshot.recovery;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What follows from the crashes of the last day.
 *
 * <p>Three within ten minutes are a loop: then the safe profile is taken, until a day has passed since the last crash, or somebody
 * asks for an ordinary start. Ten minutes are long enough for a slow board to start, load and die three times, and a kiosk that
 * crashes now and then over a day is not taken for a loop.
 *
 * @param crashes of the last day, in order of time
 * @param until when an ordinary start is made again; empty where this one is to be ordinary
 * @param setAside hashes of clips that were at work in two crashes or more, where there is a loop, otherwise in three or more: a
 *     clip of which the library hangs takes minutes each time, and is no loop. With several lanes, that of the neighbour is
 *     there by chance, but hardly again
 * @param unloadable names of models that died before they heard any recording
 */
public record Assessment(List<Crash> crashes, Optional<Instant> until, Set<String> setAside, Set<String> unloadable) {
    /** Nothing is known. */
    static final Assessment NONE = new Assessment(List.of(), Optional.empty(), Set.of(), Set.of());

    /** So many within {@link #LOOP} are a loop. */
    static final int CRASHES = 3;

    static final Duration LOOP = Duration.ofMinutes(10);
    static final Duration MEMORY = Duration.ofDays(1);

    static Assessment of(List<Crash> known, Instant now) {
        List<Crash> crashes = known.stream()
                .filter(crash -> Duration.between(crash.at(), now).compareTo(MEMORY) < 0)
                .toList();
        Optional<Instant> until = endOfLoop(known).map(end -> end.plus(MEMORY)).filter(now::isBefore);
        return until.isEmpty()
                ? new Assessment(crashes, until, repeated(crashes, CRASHES), Set.of())
                : new Assessment(crashes, until, repeated(crashes, CRASHES - 1), unloadable(crashes));
    }

    /** The last crash that was one too many. */
    private static Optional<Instant> endOfLoop(List<Crash> crashes) {
        for (int last = crashes.size() - 1; last >= CRASHES - 1; last--) {
            Instant first = crashes.get(last - CRASHES + 1).at();
            Instant end = crashes.get(last).at();
            if (Duration.between(first, end).abs().compareTo(LOOP) <= 0) {
                return Optional.of(end);
            }
        }
        return Optional.empty();
    }

    private static Set<String> repeated(List<Crash> crashes, int atLeast) {
        Map<String, Long> times = crashes.stream()
                .flatMap(crash -> crash.works().stream()
                        .flatMap(work -> work.clip().stream())
                        .distinct())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return times.entrySet().stream()
                .filter(clip -> clip.getValue() >= atLeast)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> unloadable(List<Crash> crashes) {
        return crashes.stream()
                .flatMap(crash -> crash.works().stream())
                .filter(Work::isStart)
                .map(Work::model)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What happened and what follows, in sentences; empty where nothing did in the last day. */
    public Optional<String> inWords() {
        if (crashes.isEmpty()) {
            return Optional.empty();
        }
        Crash last = crashes.get(crashes.size() - 1);
        String happened = "Native code has ended the service " + times(crashes.size()) + " in the last day, at "
                + last.at().truncatedTo(ChronoUnit.SECONDS) + " during " + last.inWords() + ".";
        String follows = until.map(
                        end -> " It runs in its safe profile (the library for the oldest processors, no GPU, the"
                                + " smallest model) until it is started after " + end.truncatedTo(ChronoUnit.SECONDS)
                                + ".")
                .orElse(" After " + CRASHES + " times within " + LOOP.toMinutes()
                        + " minutes it starts in its safe profile.");
        String refused = setAside.isEmpty() ? "" : " It refuses " + setAside.size() + " window(s) of recordings.";
        return Optional.of(happened + follows + refused);
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    /** Whether to start in the safe profile. */
    public boolean safe() {
        return until.isPresent();
    }

    /** How often native code ended the process in the last day. */
    public int count() {
        return crashes.size();
    }
}
