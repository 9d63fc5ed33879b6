package dev.earshot.live;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * One WebSocket in front of one session, whatever they speak. Bounds messages, makes a client wait that sends faster than it is
 * heard, lets one go that does not read, and sees to it that socket and session end together.
 *
 * <p>All methods are called on the socket's thread; what the session tells is brought there.
 */
public final class LiveSocket {
    /** A server that goes away, and a session that has lasted too long. */
    static final int GOING_AWAY = 1001;

    /** What no protocol here understands. */
    public static final int BAD_DATA = 1007;

    static final int TOO_BIG = 1009;

    static final int OUR_FAULT = 1011;

    /** No room now. */
    static final int TRY_LATER = 1013;

    private static final Logger LOG = Logger.getLogger(LiveSocket.class);

    /** Of the network's buffer; beyond it what a client can do without is left out. */
    private static final int QUEUE_BYTES = 1 << 16;

    /** Characters that a client may be behind with reading. */
    private static final int MOST_BEHIND = 1 << 20;

    private static final long LONGEST_BEHIND_NANOS = 30_000_000_000L;

    /** A close frame has room for so many bytes. */
    private static final int LONGEST_REASON = 123;

    private final ServerWebSocket socket;
    private final Context context = Vertx.currentContext();
    private final int mostBytes;
    private final LiveProtocol protocol;
    private LiveSession session;
    private Buffer message = Buffer.buffer();
    private boolean binary;
    private boolean over;
    private boolean full;
    private boolean held;
    private int behind;
    private long behindSince;

    private LiveSocket(ServerWebSocket socket, int mostBytes, Function<LiveSocket, LiveProtocol> protocol) {
        this.socket = socket;
        this.mostBytes = mostBytes;
        this.protocol = protocol.apply(this);
    }

    /**
     * Opens a session for a client that has just connected. To be called on the socket's thread.
     *
     * @param mostBytes of a message
     * @param whenOver called when the connection has gone
     */
    static void serve(
            ServerWebSocket socket,
            LiveSessions sessions,
            int mostBytes,
            Function<LiveSocket, LiveProtocol> protocol,
            Runnable whenOver) {
        new LiveSocket(socket, mostBytes, protocol).open(sessions, whenOver);
    }

    private void open(LiveSessions sessions, Runnable whenOver) {
        socket.setWriteQueueMaxSize(QUEUE_BYTES);
        socket.exceptionHandler(this::broken);
        socket.closeHandler(nothing -> {
            end();
            whenOver.run();
        });
        socket.frameHandler(this::frame);
        try {
            session = sessions.open(protocol.options(), new Listener());
            protocol.opened();
        } catch (EngineException e) {
            fail(e);
        }
    }

    /** Vert.x closes the connection over it, but without a word. */
    private void broken(Throwable e) {
        LOG.debugf(e, "A live client's connection failed");
        if (e instanceof CorruptedWebSocketFrameException corrupted) {
            int code = corrupted.closeStatus().code();
            close(code, code == TOO_BIG ? tooBig() : corrupted.getMessage());
        }
    }

    private String tooBig() {
        return "A message may have " + mostBytes + " bytes; send audio in smaller pieces.";
    }

    private final class Listener implements LiveListener {
        @Override
        public void event(LiveEvent event) {
            onSocket(() -> protocol.event(event));
        }

        @Override
        public void room() {
            onSocket(() -> {
                full = false;
                flow();
            });
        }

        @Override
        public void ended(EngineException reason) {
            onSocket(() -> fail(reason));
        }

        private void onSocket(Runnable what) {
            context.runOnContext(nothing -> {
                if (!over) {
                    guarded(what);
                }
            });
        }
    }

    private void frame(WebSocketFrame frame) {
        if (over || !frame.isText() && !frame.isBinary() && !frame.isContinuation()) {
            return;
        }
        if (!frame.isContinuation()) {
            message = Buffer.buffer();
            binary = frame.isBinary();
        }
        if (message.length() + frame.binaryData().length() > mostBytes) {
            close(TOO_BIG, tooBig());
            return;
        }
        message.appendBuffer(frame.binaryData());
        if (frame.isFinal()) {
            Buffer whole = message;
            message = Buffer.buffer();
            guarded(() -> {
                if (binary) {
                    protocol.audio(whole.getBytes());
                } else {
                    protocol.text(whole.toString(StandardCharsets.UTF_8));
                }
            });
        }
    }

    private void guarded(Runnable what) {
        try {
            what.run();
        } catch (EngineException e) {
            protocol.failed(e);
        } catch (RuntimeException e) {
            LOG.error("A live connection has failed", e);
            fail(new EngineException(ErrorCode.INTERNAL, "Earshot has failed; its log says why."));
        }
    }

    /** What commands go to. */
    public LiveSession session() {
        return session;
    }

    /** @param samples mono, 16 kHz */
    public void append(float[] samples) {
        session.append(samples);
        full = session.full();
        flow();
    }

    /** Reads nothing more from the client until {@link #read}, so that what it says next is answered after what is being done. */
    public void hold() {
        held = true;
        flow();
    }

    /** Goes on reading. */
    public void read() {
        held = false;
        flow();
    }

    private void flow() {
        if (full || held) {
            socket.pause();
        } else {
            socket.resume();
        }
    }

    /** Tells the client; lets it go where it does not read. */
    public void send(String text) {
        if (over) {
            return;
        }
        if (!socket.writeQueueFull()) {
            behind = 0;
        } else if (behind == 0) {
            behindSince = System.nanoTime();
        }
        if (socket.writeQueueFull()) {
            behind += text.length();
            if (behind > MOST_BEHIND || System.nanoTime() - behindSince > LONGEST_BEHIND_NANOS) {
                close(TRY_LATER, "The client does not read what it is told.");
                return;
            }
        }
        socket.writeTextMessage(text);
    }

    /** Tells the client what it can do without, if it reads. */
    public void sendIfRead(String text) {
        if (!socket.writeQueueFull()) {
            send(text);
        }
    }

    /** Tells the client why this is the end. */
    public void fail(EngineException reason) {
        protocol.failed(reason);
        close(closeCode(reason.code()), reason.getMessage());
    }

    private static int closeCode(ErrorCode code) {
        return switch (code) {
            case BUSY, TOO_LARGE, DISK_FULL -> TRY_LATER;
            case NOT_READY, DEADLINE, CLIENT_GONE -> GOING_AWAY;
            case INTERNAL -> OUR_FAULT;
            case BAD_REQUEST,
                    UNREADABLE_AUDIO,
                    UNAUTHORIZED,
                    FORBIDDEN,
                    UNKNOWN_MODEL,
                    MODEL_NOT_LOADED,
                    UNSUPPORTED_FORMAT,
                    BAD_SAMPLES,
                    SET_ASIDE -> BAD_DATA;
        };
    }

    /** @param reason cut to what a close frame has room for */
    public void close(int code, String reason) {
        if (!over) {
            end();
            // A client that was made to wait could not answer.
            socket.resume();
            socket.close((short) code, bounded(reason));
        }
    }

    private static String bounded(String reason) {
        String text = reason;
        while (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_REASON) {
            text = text.substring(0, text.length() - 1);
        }
        return text;
    }

    private void end() {
        over = true;
        if (session != null) {
            session.close();
        }
    }
}
