package dev.earshot.systemd;

import dev.earshot.engine.Engine;
import dev.earshot.engine.Engine.QueueDepth;
import dev.earshot.engine.EngineStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Keeps systemd informed, where it started this process and asked for it; elsewhere it does nothing. May be called from any thread.
 */
public final class Supervisor implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Supervisor.class);
    private static final String SOCKET = "NOTIFY_SOCKET";

    /** For what comes after the engine has ended its recordings. */
    private static final Duration GOODBYE = Duration.ofSeconds(40);

    private final Map<String, String> environment;
    private final long process;
    private final Heartbeat.Service service;
    private NotifySocket socket;

    /** @param degraded what the service has to do without at the moment, in words */
    public Supervisor(Map<String, String> environment, Engine engine, Supplier<List<String>> degraded) {
        this(environment, ProcessHandle.current().pid(), new OfEngine(engine, degraded));
    }

    Supervisor(Map<String, String> environment, long process, Heartbeat.Service service) {
        this.environment = environment;
        this.process = process;
        this.service = service;
    }

    private record OfEngine(Engine engine, Supplier<List<String>> reasons) implements Heartbeat.Service {
        @Override
        public EngineStatus status() {
            return engine.status();
        }

        @Override
        public QueueDepth depth() {
            return engine.depth();
        }

        @Override
        public boolean getsOn() {
            return !engine.isStuck();
        }

        @Override
        public List<String> degraded() {
            return reasons.get();
        }
    }

    /** From now on systemd hears of it. */
    public synchronized void start() {
        String address = environment.getOrDefault(SOCKET, "");
        if (address.isEmpty() || socket != null) {
            return;
        }
        try {
            Optional<Duration> watchdog = watchdog();
            NotifySocket connected = NotifySocket.connect(address);
            Heartbeat heartbeat = new Heartbeat(service, watchdog, System::nanoTime);
            connected.repeat(heartbeat::next, heartbeat::pause);
            socket = connected;
        } catch (RuntimeException | LinkageError e) {
            // It serves as well without; but systemd will wait in vain.
            LOG.warnf("systemd cannot be told anything (%s): %s", SOCKET, e.getMessage());
        }
    }

    /** Absent also where systemd waits for another process. */
    Optional<Duration> watchdog() {
        String pid = environment.get("WATCHDOG_PID");
        if (pid != null && !pid.equals(String.valueOf(process))) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(environment.get("WATCHDOG_USEC"))
                    .map(Long::parseLong)
                    .filter(micros -> micros > 0)
                    .map(micros -> Duration.ofNanos(Math.multiplyExact(micros, 1000L)));
        } catch (NumberFormatException | ArithmeticException e) {
            LOG.warnf("WATCHDOG_USEC is not a number of microseconds: %s", environment.get("WATCHDOG_USEC"));
            return Optional.empty();
        }
    }

    /** @param drain what recordings under way get */
    public synchronized void stopping(Duration drain) {
        if (socket != null) {
            socket.send("STOPPING=1\nSTATUS=Stopping\nEXTEND_TIMEOUT_USEC="
                    + drain.plus(GOODBYE).toMillis() * 1000);
        }
    }

    @Override
    public synchronized void close() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
