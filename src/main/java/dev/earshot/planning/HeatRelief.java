package dev.earshot.planning;

import dev.earshot.planning.HeatWatch.State;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Takes a smaller model where fewer threads do not keep the board cool, before the kernel slows it down, and goes back to the usual one
 * once it has been cool for a while. It is slow on purpose: a change costs the loading of a model, and a board takes its time.
 *
 * <p>{@link #look} is called by one thread, every few seconds, and blocks while models change; the rest may be called from any.
 */
public final class HeatRelief {
    /** How the load of the models is changed. */
    public interface Models {
        /**
         * Takes the next step towards less work.
         *
         * @param why what is wrong with the board, as "the board is too hot"
         * @return what was done, in words; empty where nothing is left to do
         * @throws RuntimeException why it could not be done
         */
        Optional<String> lighten(String why);

        /** Takes all steps back; none, where somebody else has decided about models meanwhile. */
        void restore();
    }

    /** So long it must be hot with the least threads. */
    private static final long LIGHTEN_AFTER = Duration.ofMinutes(1).toNanos();

    /** So long it must be cool with all threads: the usual model would only heat it up again. */
    private static final long RESTORE_AFTER = Duration.ofMinutes(5).toNanos();

    /** After a step that was not possible. */
    private static final long TRY_AGAIN_AFTER = Duration.ofMinutes(10).toNanos();

    private final HeatWatch watch;
    private final Models models;
    private final LongSupplier nanoTime;
    private final Consumer<String> log;
    private volatile int steps;
    private volatile Optional<String> words = Optional.empty();
    private boolean wasHot;
    private boolean wasCool;
    private long since;
    private long notBefore;

    /** @param log told what was done, and why something was not */
    public HeatRelief(HeatWatch watch, Models models, LongSupplier nanoTime, Consumer<String> log) {
        this.watch = watch;
        this.models = models;
        this.nanoTime = nanoTime;
        this.log = log;
        this.notBefore = nanoTime.getAsLong();
    }

    /** Steps towards less work that are in force. */
    public int steps() {
        return steps;
    }

    /** What the last of them was; empty while all is as usual. */
    public Optional<String> words() {
        return words;
    }

    /** Does what it is time for. */
    public void look() {
        State state = watch.state();
        boolean hot = state.hot() && watch.isAtTheLeast(state);
        boolean cool = state.cool() && watch.isAtTheMost(state);
        long now = nanoTime.getAsLong();
        if (hot != wasHot || cool != wasCool) {
            wasHot = hot;
            wasCool = cool;
            since = now;
        }
        if (now - notBefore < 0) {
            return;
        }
        if (hot && now - since >= LIGHTEN_AFTER) {
            attempt(() -> lighten(state.why()));
        } else if (cool && steps > 0 && now - since >= RESTORE_AFTER) {
            attempt(this::restore);
        }
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            log.accept(
                    "The models stay as they are for now, though the board's heat asks for others: " + e.getMessage());
            notBefore = nanoTime.getAsLong() + TRY_AGAIN_AFTER;
        }
        // What comes of it takes its time.
        since = nanoTime.getAsLong();
    }

    private void lighten(String why) {
        Optional<String> done = models.lighten(why);
        if (done.isEmpty()) {
            // Nobody can help it but a fan, and the log has said that the board is hot.
            notBefore = nanoTime.getAsLong() + TRY_AGAIN_AFTER;
            return;
        }
        steps++;
        words = done;
        log.accept("One thread alone is still too much for the board, so " + done.get());
    }

    private void restore() {
        models.restore();
        steps = 0;
        words = Optional.empty();
        log.accept("The board has been cool for a while: the usual models are back");
    }
}
