package dev.earshot.live;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.VoiceStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** All live sessions of this device: opens them, bounds them, ends those that last too long. All methods may be called from any thread. */
public final class LiveSessions implements AutoCloseable {
    /** Finding speech in a second of audio takes about a millisecond. */
    private static final int MAILBOX_THREADS = 2;

    /** Time for sessions to say why they end; none of them computes. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final LiveLimits limits;
    private final Supplier<VoiceTracker> trackers;
    private final Readings.Means means;
    private final LiveEvents events;
    private final ExecutorService mailboxes;
    private final ExecutorService workers;
    private final ScheduledThreadPoolExecutor clock;
    private final Set<LiveSession> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger places = new AtomicInteger();
    private volatile boolean closed;

    /** Where speech comes from that is to be found. */
    @FunctionalInterface
    public interface VoiceStreams {
        /** @return null where the energy of the sound must do */
        VoiceStream open();
    }

    /** @param lanes of the engine behind the reader */
    public LiveSessions(LiveLimits limits, UtteranceReader reader, VoiceStreams voices, int lanes, LiveEvents events) {
        this.limits = limits;
        this.events = events;
        this.trackers = () -> {
            VoiceStream voice = voices.open();
            return voice == null ? new EnergyTracker() : new ModelTracker(voice);
        };
        this.mailboxes = Executors.newFixedThreadPool(MAILBOX_THREADS, named("earshot-live"));
        // No more than two a session: a partial reading that is being given up, and a final one.
        this.workers = Executors.newCachedThreadPool(named("earshot-live-reading"));
        LongSupplier nanoTime = System::nanoTime;
        this.means = new Readings.Means(
                reader, workers, new PartialPace(lanes, nanoTime), nanoTime, limits.partialInterval(), events);
        this.clock = new ScheduledThreadPoolExecutor(1, named("earshot-live-clock"));
        clock.scheduleWithFixedDelay(() -> sessions.forEach(LiveSession::endIfOver), 1, 1, TimeUnit.SECONDS);
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Opens a session.
     *
     * @throws EngineException {@link ErrorCode#BUSY} where there are too many, {@link ErrorCode#NOT_READY} at the end
     */
    public LiveSession open(SessionOptions options, LiveListener listener) {
        if (closed) {
            throw shuttingDown();
        }
        if (places.incrementAndGet() > limits.sessions()) {
            places.decrementAndGet();
            events.sessionRefused();
            throw new EngineException(
                    ErrorCode.BUSY,
                    "All " + limits.sessions()
                            + " live sessions are in use (earshot.live.sessions). Try again when one has ended.");
        }
        try {
            return opened(options, listener);
        } catch (RuntimeException | Error e) {
            places.decrementAndGet();
            throw e;
        }
    }

    private LiveSession opened(SessionOptions options, LiveListener listener) {
        LiveSession[] self = new LiveSession[1];
        Executor threads = mailboxes;
        self[0] = new LiveSession(options, limits, trackers.get(), means, new Mailbox(threads), listener, () -> {
            sessions.remove(self[0]);
            places.decrementAndGet();
            events.sessionClosed();
        });
        sessions.add(self[0]);
        events.sessionOpened();
        if (closed) {
            self[0].end(shuttingDown());
        }
        return self[0];
    }

    /** Sessions that are open. */
    public int count() {
        return places.get();
    }

    /** How many can be. */
    public int most() {
        return limits.sessions();
    }

    private static EngineException shuttingDown() {
        return new EngineException(ErrorCode.NOT_READY, "The service is shutting down.");
    }

    private void awaitGoodbyes() {
        long until = means.nanoTime().getAsLong() + GOODBYE.toNanos();
        try {
            while (!sessions.isEmpty() && means.nanoTime().getAsLong() - until < 0) {
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all sessions; their clients are told. Once more does nothing. */
    @Override
    public void close() {
        closed = true;
        clock.shutdownNow();
        sessions.forEach(session -> session.end(shuttingDown()));
        awaitGoodbyes();
        mailboxes.shutdown();
        workers.shutdown();
    }
}
