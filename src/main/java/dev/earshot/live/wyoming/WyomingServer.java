package dev.earshot.live.wyoming;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.ErrorCode;
import dev.earshot.live.LiveSessions;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Listens for Wyoming's clients, bounds them and forgets them when they go. */
public final class WyomingServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(WyomingServer.class);

    /** A connection on which nothing comes or goes for so long is closed. */
    private static final Duration IDLE = Duration.ofMinutes(10);

    /** Of answers that a client does not read; beyond it the client is let go. */
    private static final int UNREAD_BYTES = 256 * 1024;

    private static final int PATIENCE_SECONDS = 10;

    private final Vertx vertx;
    private final WyomingConfig config;
    private final Peers peers;
    private final Conversation.Means means;
    private final AtomicInteger clients = new AtomicInteger();
    private volatile NetServer server;

    /**
     * @param version of this program
     * @param languages that speech is expected in; none for all
     * @throws IllegalArgumentException if a setting cannot be used, in words for whoever wrote it
     */
    public WyomingServer(
            Vertx vertx,
            WyomingConfig config,
            LiveSessions sessions,
            Supplier<EngineStatus> engine,
            String version,
            List<String> languages) {
        this.vertx = vertx;
        this.config = config;
        this.peers = new Peers(config.peers().orElse(List.of()));
        this.means =
                new Conversation.Means(sessions, new Information(version, languages, engine), config.answerWithin());
    }

    /**
     * Listens from now on, where that is switched on.
     *
     * @throws IllegalStateException if it cannot, in words for whoever runs the device
     */
    public void start() {
        if (!config.enabled()) {
            return;
        }
        server = vertx.createNetServer(new NetServerOptions()
                        .setHost(config.host())
                        .setPort(config.port())
                        .setTcpKeepAlive(true)
                        .setIdleTimeout((int) IDLE.toSeconds()))
                .connectHandler(this::accept);
        String where = config.host() + ":" + config.port();
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            String why = e.getCause() == null ? "no answer" : e.getCause().getMessage();
            throw new IllegalStateException(
                    "Cannot listen for Wyoming on " + where + " (earshot.wyoming.host, earshot.wyoming.port): " + why,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The start was interrupted.", e);
        }
        LOG.infof("Wyoming listens on %s:%d", config.host(), port());
    }

    /** Where it listens. */
    public int port() {
        return server.actualPort();
    }

    /** Clients that are connected. */
    public int clients() {
        return clients.get();
    }

    private void accept(NetSocket socket) {
        String peer = socket.remoteAddress().hostAddress();
        if (!peers.include(new InetSocketAddress(peer, 0))) {
            LOG.debugf("Wyoming: %s is not among earshot.wyoming.peers", peer);
            socket.close();
            return;
        }
        socket.setWriteQueueMaxSize(UNREAD_BYTES);
        if (clients.incrementAndGet() > config.connections()) {
            clients.decrementAndGet();
            refuse(
                    socket,
                    new EngineException(
                            ErrorCode.BUSY,
                            "All " + config.connections()
                                    + " connections are in use (earshot.wyoming.connections). Try again later."));
            return;
        }
        Conversation conversation = new Conversation(means, new Socket(socket, vertx.getOrCreateContext(), vertx));
        EventReader reader = new EventReader(conversation::event);
        socket.closeHandler(closed -> {
            clients.decrementAndGet();
            conversation.close();
        });
        // A connection that broke off is closed, too.
        socket.exceptionHandler(broken -> LOG.debugf("Wyoming: %s", broken.getMessage()));
        socket.handler(bytes -> {
            try {
                reader.feed(bytes.getBytes());
            } catch (EngineException e) {
                conversation.close();
                refuse(socket, e);
            } catch (RuntimeException e) {
                LOG.error("A Wyoming connection failed", e);
                conversation.close();
                refuse(socket, new EngineException(ErrorCode.INTERNAL, "Something went wrong here.", e));
            }
        });
    }

    /** Where the next event would begin is not known: this is the last word. */
    private static void refuse(NetSocket socket, EngineException reason) {
        socket.handler(rest -> {});
        socket.end(Conversation.error(reason).bytes());
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }

    private record Socket(NetSocket socket, Context context, Vertx vertx) implements Conversation.Connection {
        @Override
        public void send(WyomingEvent event) {
            if (socket.writeQueueFull()) {
                socket.close();
                return;
            }
            socket.write(event.bytes());
        }

        @Override
        public void pause() {
            socket.pause();
        }

        @Override
        public void resume() {
            socket.resume();
        }

        @Override
        public Runnable later(Duration delay, Runnable action) {
            long timer = vertx.setTimer(Math.max(1, delay.toMillis()), fired -> action.run());
            return () -> vertx.cancelTimer(timer);
        }

        @Override
        public void execute(Runnable command) {
            context.runOnContext(nothing -> command.run());
        }
    }
}
