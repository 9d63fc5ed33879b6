package dev.earshot.live.microphone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.audio.SampleEncoding;
import dev.earshot.audio.SampleStream;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.live.LiveEvent;
import dev.earshot.live.LiveListener;
import dev.earshot.live.LiveSession;
import dev.earshot.live.LiveSessions;
import dev.earshot.live.SessionOptions;
import dev.earshot.live.TurnDetection;
import dev.earshot.live.microphone.MicrophoneConfig.Listen;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The device's microphone: {@code off <-> listening}, {@code listening <-> lost} as its capture program comes and goes, and
 * {@code muted} from each of them and back. While it is off or muted no capture program runs. All methods may be called from any
 * thread; none blocks.
 */
public final class Microphone implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Microphone.class);

    /** A session that was refused is asked for again after this. */
    private static final long REFUSED_NANOS = Duration.ofSeconds(2).toNanos();

    /** Whether it hears. */
    public enum State {
        OFF,
        LISTENING,
        MUTED,
        LOST
    }

    /**
     * How it stands.
     *
     * @param note why it is lost
     * @param restarts of the capture program
     */
    public record Status(boolean enabled, State state, Optional<String> note, long restarts, int watchers) {}

    private final MicrophoneConfig config;
    private final LiveSessions sessions;
    private final Map<String, String> environment;
    private final Watchers watchers;
    private final ScheduledThreadPoolExecutor clock;
    private final AtomicLong restarts = new AtomicLong();
    private boolean wanted;
    private boolean muted;
    private Optional<String> lost = Optional.empty();
    private State told = State.OFF;
    private Hearing hearing;
    private ScheduledFuture<?> noInput;

    public Microphone(MicrophoneConfig config, LiveSessions sessions) {
        this(config, sessions, System.getenv());
    }

    Microphone(MicrophoneConfig config, LiveSessions sessions, Map<String, String> environment) {
        this.config = config;
        this.sessions = sessions;
        this.environment = environment;
        this.watchers = new Watchers(config.kept(), config.watchers(), this::watched);
        this.clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "earshot-microphone-clock");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
    }

    /** Listens from now on, where it always does. */
    public synchronized void open() {
        if (config.enabled() && config.listen() == Listen.ALWAYS) {
            wanted = true;
            settle();
        }
    }

    public synchronized Status status() {
        return new Status(config.enabled(), state(), lost, restarts.get(), watchers.count());
    }

    Watchers watchers() {
        return watchers;
    }

    private State state() {
        if (muted) {
            return State.MUTED;
        }
        return !wanted ? State.OFF : lost.isPresent() ? State.LOST : State.LISTENING;
    }

    /**
     * Listens until {@link #stop} or {@link #cancel}.
     *
     * @param patience how long nobody may say anything; zero for ever
     * @return false while it is muted
     */
    synchronized boolean start(Duration patience) {
        if (muted) {
            return false;
        }
        wanted = true;
        settle();
        forgetNoInput();
        if (!patience.isZero()) {
            noInput = clock.schedule(this::nobodySpoke, patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        return true;
    }

    /** What a start without a wish of its own waits for somebody to speak. */
    Duration patience() {
        return config.listen() == Listen.ALWAYS ? Duration.ZERO : config.noInput();
    }

    private synchronized void nobodySpoke() {
        if (noInput != null) {
            watchers.tell("no_input", EventJson.object());
            cancel();
        }
    }

    private void forgetNoInput() {
        if (noInput != null) {
            noInput.cancel(false);
            noInput = null;
        }
    }

    /** Listens no more; what was said is told. */
    synchronized void stop() {
        wanted = false;
        settle();
    }

    /** Listens no more; what was said since the last text is forgotten. */
    synchronized void cancel() {
        drop();
        stop();
    }

    /** Hears nothing until {@link #unmute}; what was not told yet is forgotten. */
    synchronized void mute() {
        muted = true;
        drop();
        settle();
    }

    synchronized void unmute() {
        muted = false;
        settle();
    }

    private void drop() {
        if (hearing != null) {
            hearing.close();
            hearing = null;
        }
    }

    /** Makes what runs agree with what is wanted, and tells the state where it has changed. */
    private void settle() {
        if (wanted && !muted) {
            if (hearing == null) {
                hearing = new Hearing();
                hearing.begin();
            }
        } else {
            forgetNoInput();
            lost = Optional.empty();
            if (hearing != null) {
                hearing.finish();
                hearing = null;
            }
        }
        State now = state();
        if (now != told) {
            told = now;
            watchers.tell("microphone", stateJson());
        }
    }

    synchronized ObjectNode stateJson() {
        ObjectNode json = EventJson.object().put("state", state().name().toLowerCase(Locale.ROOT));
        lost.ifPresent(note -> json.put("note", note));
        return json;
    }

    private synchronized void watched() {
        if (hearing != null) {
            hearing.configure();
        }
    }

    private Capture.Order order() {
        CaptureSystem system = config.system().chosen(environment);
        return new Capture.Order(
                system.command(environment, config.program(), config.device(), config.rate()),
                system == CaptureSystem.PIPEWIRE);
    }

    private SessionOptions options() {
        // Nobody computes what nobody sees.
        boolean seen = watchers.count() > 0;
        return new SessionOptions(
                Optional.of(TurnDetection.USUAL),
                seen,
                seen,
                TranscriptionOptions.builder().build());
    }

    @Override
    public synchronized void close() {
        wanted = false;
        drop();
        settle();
        watchers.end();
        clock.shutdownNow();
    }

    /** From one start to the stop: a capture program and the session that it feeds. Everything under the microphone's lock. */
    private final class Hearing implements Capture.Listener, LiveListener {
        private final Capture capture = new Capture(Microphone.this::order, environment, this);
        private SampleStream converter = converter();
        private LiveSession session;
        private long refusedAt;
        private boolean refused;
        private boolean finishing;

        void begin() {
            capture.start();
        }

        private SampleStream converter() {
            return new SampleStream(SampleEncoding.PCM_16, config.rate(), 1);
        }

        @Override
        public void audio(byte[] samples) {
            synchronized (Microphone.this) {
                if (hearing != this || samples.length == 0) {
                    return;
                }
                if (lost.isPresent()) {
                    lost = Optional.empty();
                    LOG.info("The microphone is back.");
                    settle();
                }
                float[] ready = converter.next(samples);
                if (session == null && !open()) {
                    return;
                }
                try {
                    session.append(ready);
                } catch (EngineException e) {
                    complain(e);
                }
            }
        }

        private boolean open() {
            if (refused && System.nanoTime() - refusedAt < REFUSED_NANOS) {
                return false;
            }
            try {
                session = sessions.open(options(), this);
                refused = false;
                return true;
            } catch (EngineException e) {
                complain(e);
                return false;
            }
        }

        private void complain(EngineException e) {
            if (!refused || System.nanoTime() - refusedAt >= REFUSED_NANOS) {
                refused = true;
                refusedAt = System.nanoTime();
                watchers.tell("error", EventJson.of(e));
            }
        }

        @Override
        public void lost(String why) {
            synchronized (Microphone.this) {
                if (hearing != this) {
                    return;
                }
                restarts.incrementAndGet();
                if (!lost.equals(Optional.of(why))) {
                    LOG.warnf("The microphone is lost and will be tried again: %s", why);
                }
                lost = Optional.of(why);
                settle();
                if (session != null) {
                    drain();
                }
                converter = converter();
            }
        }

        void configure() {
            if (session != null) {
                session.configure(options());
            }
        }

        /** The texts that are owed come, then the session ends. */
        void finish() {
            capture.close();
            if (session != null) {
                finishing = true;
                drain();
            }
        }

        private void drain() {
            try {
                session.append(converter.finish());
            } catch (EngineException e) {
                complain(e);
            }
            session.flush();
        }

        void close() {
            capture.close();
            if (session != null) {
                session.close();
                session = null;
            }
        }

        @Override
        public void event(LiveEvent event) {
            synchronized (Microphone.this) {
                if (session == null) {
                    return;
                }
                if (event instanceof LiveEvent.SpeechStarted started) {
                    forgetNoInput();
                    watchers.tell("speech_started", EventJson.of(started));
                } else if (event instanceof LiveEvent.SpeechStopped stopped) {
                    watchers.tell("speech_stopped", EventJson.of(stopped));
                } else if (event instanceof LiveEvent.Partial partial) {
                    watchers.tellNow("partial", EventJson.of(partial));
                } else if (event instanceof LiveEvent.Level level) {
                    watchers.tellNow("level", EventJson.of(level));
                } else if (event instanceof LiveEvent.Final told) {
                    watchers.tell("final", EventJson.of(told));
                } else if (event instanceof LiveEvent.Failed failed) {
                    watchers.tell("error", EventJson.of(failed.reason()));
                } else if (event instanceof LiveEvent.Flushed && finishing) {
                    close();
                }
            }
        }

        @Override
        public void ended(EngineException reason) {
            synchronized (Microphone.this) {
                if (session != null) {
                    session = null;
                    if (hearing == this) {
                        complain(reason);
                    }
                }
            }
        }
    }
}
