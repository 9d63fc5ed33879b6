package dev.earshot.systemd;

import dev.earshot.engine.Engine.QueueDepth;
import dev.earshot.engine.EngineStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What is to be said at each look, in systemd's words (sd_notify): ready once, the state whenever it changes, alive while the engine
 * gets on. Used by one thread.
 */
final class Heartbeat {
    /** What there is to see of the service. */
    interface Service {
        EngineStatus status();

        QueueDepth depth();

        /** Whether no window hangs; a service that has nothing to do gets on, too. */
        boolean getsOn();

        /** What it has to do without at the moment, in words. */
        List<String> degraded();
    }

    /** Much longer than the largest model takes from the slowest card. Beyond it loading hangs, and systemd may end it. */
    static final Duration LONGEST_LOAD = Duration.ofMinutes(30);

    /** So old may the state be that {@code systemctl status} shows. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    /** Whoever starts the service waits for it. */
    private static final Duration LOOK_EVERY_UNREADY = Duration.ofMillis(200);

    /** Granted again and again, so a process that looks no more is ended soon after. */
    private static final Duration MORE_TIME = Duration.ofSeconds(60);

    /** systemd shows one line. */
    private static final int MOST_CHARACTERS = 300;

    private final Service service;
    private final Optional<Duration> watchdog;
    private final LongSupplier nanoTime;
    private final long begun;
    private boolean ready;
    private String told = "";
    private long aliveAt;
    private long extendedAt;

    /** @param watchdog how long systemd waits for a sign of life; empty where it does not wait for any */
    Heartbeat(Service service, Optional<Duration> watchdog, LongSupplier nanoTime) {
        this.service = service;
        this.watchdog = watchdog;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        this.aliveAt = begun - watchdog.orElse(Duration.ZERO).toNanos();
        this.extendedAt = begun - LOOK_EVERY.toNanos();
    }

    /** One message; empty where there is nothing to say. */
    String next() {
        List<String> lines = new ArrayList<>();
        EngineStatus status = service.status();
        if (!ready && status instanceof EngineStatus.Ready) {
            ready = true;
            lines.add("READY=1");
        }
        if (!ready && nanoTime.getAsLong() - extendedAt >= period().toNanos() && mayTakeLonger(status)) {
            extendedAt = nanoTime.getAsLong();
            lines.add("EXTEND_TIMEOUT_USEC=" + MORE_TIME.toMillis() * 1000);
        }
        String state = state(status);
        if (!state.equals(told)) {
            told = state;
            lines.add("STATUS=" + state);
        }
        if (ready && isSignDue() && service.getsOn()) {
            aliveAt = nanoTime.getAsLong();
            lines.add("WATCHDOG=1");
        }
        return String.join("\n", lines);
    }

    /** When to look again. */
    Duration pause() {
        return ready || period().compareTo(LOOK_EVERY_UNREADY) < 0 ? period() : LOOK_EVERY_UNREADY;
    }

    /** At most a quarter of what systemd waits, so that a sign that is due at half the time is never late. */
    private Duration period() {
        Duration quarter = watchdog.orElse(Duration.ofHours(1)).dividedBy(4);
        return quarter.compareTo(LOOK_EVERY) < 0 ? quarter : LOOK_EVERY;
    }

    /** A service whose model cannot be used stays, to say why, and to be given another. */
    private boolean mayTakeLonger(EngineStatus status) {
        return status instanceof EngineStatus.Failed
                || status instanceof EngineStatus.Loading && nanoTime.getAsLong() - begun < LONGEST_LOAD.toNanos();
    }

    /** At half of the time, as systemd asks for. */
    private boolean isSignDue() {
        return watchdog.isPresent()
                && nanoTime.getAsLong() - aliveAt >= watchdog.get().toNanos() / 2;
    }

    private String state(EngineStatus status) {
        String text = inWords(status).replaceAll("\\s+", " ").strip();
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "...";
    }

    private String inWords(EngineStatus status) {
        if (status instanceof EngineStatus.Ready now) {
            QueueDepth depth = service.depth();
            String model = now.model().name() + " on " + now.model().library().variant();
            String work = depth.running() + " at work, " + depth.waiting() + " of " + depth.capacity() + " waiting";
            List<String> degraded = service.degraded();
            return model + "; " + work + (degraded.isEmpty() ? "" : "; degraded: " + String.join(", ", degraded));
        }
        if (status instanceof EngineStatus.Failed failed) {
            return "Not ready: " + failed.reason();
        }
        return status instanceof EngineStatus.Loading ? "Loading the model" : "Stopping";
    }
}
