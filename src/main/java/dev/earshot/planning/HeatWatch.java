package dev.earshot.planning;

import dev.earshot.device.ConditionFacts;
import dev.earshot.device.ConditionFacts.ThermalZone;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Computes with fewer threads when the board gets hot or its supply weak, before the kernel slows all of it down; with more again
 * once it has been cool for a while. It looks when somebody asks, so a service that does nothing does not look either.
 *
 * <p>A board without a sensor, or of which nobody knows where it slows down, keeps its threads. May be called from any thread; reads a
 * few small files at most every five seconds.
 */
public final class HeatWatch {
    /** So near to where the board slows down there is a thread less at each look, degrees. */
    private static final double NEAR = 5;

    /** So far from it there is one more, degrees; in between nothing changes. */
    private static final double FAR = 10;

    private static final long LOOK_EVERY = Duration.ofSeconds(5).toNanos();

    /** A board takes a while to warm up again. */
    private static final long MORE_AFTER = Duration.ofSeconds(30).toNanos();

    private final int wanted;
    private final boolean sparing;
    private final Supplier<ConditionFacts> facts;
    private final Optional<Double> slowsAt;
    private final LongSupplier nanoTime;
    private final Consumer<String> log;
    private State state;
    private boolean hasLooked;
    private long lookedAt;
    private long warmAt;

    /**
     * @param wanted threads of a lane on a cool board
     * @param sparing whether it changes them, or watches only
     * @param facts read anew each time
     * @param slowsAt where the board slows down if the kernel does not tell, degrees Celsius
     * @param nanoTime as {@link System#nanoTime}
     * @param log told when the number of threads changes
     */
    public HeatWatch(
            int wanted,
            boolean sparing,
            Supplier<ConditionFacts> facts,
            Optional<Double> slowsAt,
            LongSupplier nanoTime,
            Consumer<String> log) {
        this.wanted = wanted;
        this.sparing = sparing;
        this.facts = facts;
        this.slowsAt = slowsAt;
        this.nanoTime = nanoTime;
        this.log = log;
        this.state = new State(Optional.empty(), Optional.empty(), false, wanted);
    }

    /**
     * How it is at present.
     *
     * @param celsius of the hottest sensor; absent without one
     * @param margin degrees to where the board slows down; absent where that is not known
     * @param throttled the board is slowed down now, or its supply is too weak
     * @param threads that a lane computes with
     */
    public record State(Optional<Double> celsius, Optional<Double> margin, boolean throttled, int threads) {
        /** The board is slowed down, or nearly: there should be less work. */
        boolean hot() {
            return throttled || margin.orElse(FAR) < NEAR;
        }

        /** Of a hot one, in words. */
        String why() {
            return margin.orElse(FAR) < NEAR
                    ? "the board is too hot"
                    : "the board is slowed down or its supply too weak";
        }

        /** There may be more work again. */
        boolean cool() {
            return !throttled && margin.orElse(FAR) >= FAR;
        }
    }

    /** Nothing is to be gained from fewer threads: there is one left. */
    boolean isAtTheLeast(State now) {
        return sparing && now.threads() == 1;
    }

    boolean isAtTheMost(State now) {
        return now.threads() == wanted;
    }

    /** Threads that the next window should be computed with. */
    public int threads() {
        return state().threads();
    }

    public synchronized State state() {
        long now = nanoTime.getAsLong();
        if (!hasLooked || now - lookedAt >= LOOK_EVERY) {
            hasLooked = true;
            lookedAt = now;
            look(now);
        }
        return state;
    }

    private void look(long now) {
        ConditionFacts condition = facts.get();
        boolean throttled = condition.slowedMuch() || condition.weakSupply();
        Optional<Double> margin = condition.zones().stream()
                .flatMap(zone -> zone.slowsAt().or(() -> slowsAt).map(limit -> limit - zone.celsius()).stream())
                .min(Comparator.naturalOrder());
        int threads =
                sparing ? threads(throttled || margin.orElse(FAR) < NEAR, margin.orElse(FAR) >= FAR, now) : wanted;
        State next = new State(condition.hottest().map(ThermalZone::celsius), margin, throttled, threads);
        if (threads != state.threads()) {
            log.accept(describe(next));
        }
        if (threads != state.threads() || throttled || margin.orElse(FAR) < FAR) {
            // The while in which it must be cool begins now.
            warmAt = now;
        }
        state = next;
    }

    private int threads(boolean hot, boolean cool, long now) {
        if (hot) {
            return Math.max(1, state.threads() - 1);
        }
        return cool && now - warmAt >= MORE_AFTER ? Math.min(wanted, state.threads() + 1) : state.threads();
    }

    private String describe(State next) {
        String heat = next.celsius()
                .map(celsius -> String.format(Locale.ROOT, "%.0f degrees Celsius", celsius))
                .orElse("no temperature");
        String why = next.throttled()
                ? "the board is slowed down or its supply is weak (" + heat + ")"
                : next.threads() < state.threads()
                        ? "the board gets hot (" + heat + ")"
                        : "the board is cool again (" + heat + ")";
        return "A lane computes with " + next.threads() + " of " + wanted + " threads: " + why;
    }
}
