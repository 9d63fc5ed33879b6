package dev.earshot.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows how far a long command is: on a terminal one line that is drawn again, with a bar and the time left, and elsewhere (a
 * log, a pipe) a line now and then.
 *
 * <p>All methods may be called from any thread, as often as there is news.
 */
final class Progress implements AutoCloseable {
    private static final Duration REDRAWN_EVERY = Duration.ofMillis(200);
    private static final Duration TOLD_EVERY = Duration.ofSeconds(10);
    private static final int BAR = 24;

    /** What is left is a guess; an early one would jump about. */
    private static final double GUESS_FROM = 0.01;

    private static final Duration GUESS_AFTER = Duration.ofSeconds(2);

    /** To the start of the line; what is longer than the line is cut by the terminal instead of going on in the next one. */
    private static final String REDRAW = "\r\033[?7l";

    /** Clears what is left of an older, longer line; in the same write the terminal is as it was. */
    private static final String END_OF_LINE = "\033[K\033[?7h";

    private final PrintStream err;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private long begun;
    private final ScheduledThreadPoolExecutor ticker;
    private double fraction;
    private String text = "";
    private boolean drawn;
    private boolean closed;

    Progress(Console console) {
        this(console, System::nanoTime);
        Duration interval = terminal ? REDRAWN_EVERY : TOLD_EVERY;
        ticker.scheduleAtFixedRate(this::show, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Without a clock of its own: shows when {@link #show} is called. */
    Progress(Console console, LongSupplier nanoTime) {
        this.err = console.err();
        this.terminal = console.terminal();
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        this.ticker = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "earshot-progress");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The work itself begins: what was before says nothing about the time that it will take. */
    synchronized void begin() {
        begun = nanoTime.getAsLong();
    }

    /**
     * News.
     *
     * @param done from 0 to 1
     * @param now what is being done, in a few words
     */
    synchronized void update(double done, String now) {
        fraction = Math.max(0, Math.min(1, done));
        text = Objects.requireNonNull(now, "now");
    }

    /** A line that stays. */
    synchronized void say(String line) {
        clear();
        err.println(line);
    }

    synchronized void show() {
        if (closed || text.isEmpty()) {
            return;
        }
        String line = line();
        if (terminal) {
            err.print(REDRAW + line + END_OF_LINE);
            err.flush();
            drawn = true;
        } else {
            err.println(line);
        }
    }

    private String line() {
        String percent = String.format("%3d%%", (int) Math.floor(fraction * 100));
        String words = percent + "  " + text + left();
        if (!terminal) {
            return words.strip();
        }
        int full = (int) Math.round(fraction * BAR);
        return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + words;
    }

    private String left() {
        Duration elapsed = Duration.ofNanos(nanoTime.getAsLong() - begun);
        if (fraction < GUESS_FROM || fraction >= 1 || elapsed.compareTo(GUESS_AFTER) < 0) {
            return "";
        }
        return ", " + clock(Duration.ofMillis((long) (elapsed.toMillis() * (1 - fraction) / fraction))) + " left";
    }

    /** {@code 0:07}, {@code 12:30}, {@code 1:02:30}. */
    static String clock(Duration time) {
        long seconds = time.toSeconds();
        return seconds < 3600
                ? String.format("%d:%02d", seconds / 60, seconds % 60)
                : String.format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private void clear() {
        if (drawn) {
            err.print("\r\033[K");
            err.flush();
            drawn = false;
        }
    }

    /** Takes the line away. */
    @Override
    public synchronized void close() {
        closed = true;
        ticker.shutdownNow();
        clear();
    }
}
