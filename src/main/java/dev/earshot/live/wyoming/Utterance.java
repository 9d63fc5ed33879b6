package dev.earshot.live.wyoming;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.earshot.audio.SampleStream;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.live.LiveEvent;
import dev.earshot.live.LiveListener;
import dev.earshot.live.LiveSession;
import dev.earshot.live.LiveSessions;
import dev.earshot.live.SessionOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What is said from one start of audio to its stop, and the text of it. All methods are called on the connection's thread; what
 * the session tells is brought there. Once it is answered or closed it tells nothing.
 */
final class Utterance implements AutoCloseable {
    /** Hears what is to be sent. */
    interface Listener {
        void send(WyomingEvent event);

        /** The text, or why there is none, was sent. */
        void answered();

        void failed(EngineException reason);

        /** Audio may come again. */
        void room();
    }

    private final LiveSessions sessions;
    private final TranscriptionOptions how;
    private final Executor thread;
    private final Listener listener;
    private final GrowingText text = new GrowingText();
    private Optional<String> language;
    private AudioFormat format;
    private SampleStream converter;
    private LiveSession session;
    private boolean over;

    Utterance(LiveSessions sessions, TranscriptionOptions how, Executor thread, Listener listener) {
        this.sessions = sessions;
        this.how = how;
        this.thread = thread;
        this.listener = listener;
        this.language = how.language();
    }

    /**
     * Takes what came.
     *
     * @return whether the client should wait until {@link Listener#room}
     * @throws EngineException if it cannot be heard
     */
    boolean append(AudioFormat now, byte[] bytes) {
        if (!now.equals(format)) {
            SampleStream next = now.stream();
            drain();
            format = now;
            converter = next;
        }
        if (bytes.length == 0) {
            return false;
        }
        if (session == null) {
            // The client decides where speech ends.
            session = sessions.open(new SessionOptions(Optional.empty(), true, false, how), new FromSession());
        }
        session.append(converter.next(bytes));
        return session.full();
    }

    private void drain() {
        if (session != null && converter != null) {
            session.append(converter.finish());
        }
    }

    /** No more comes; the text is told. */
    void finish() {
        if (session == null) {
            answer();
            return;
        }
        drain();
        session.flush();
    }

    private void heard(LiveEvent event) {
        if (over) {
            return;
        }
        if (event instanceof LiveEvent.Partial partial) {
            send(text.stable(partial.stable()));
        } else if (event instanceof LiveEvent.Final told) {
            if (!told.text().isEmpty()) {
                language = told.transcript().language().or(() -> language);
            }
            send(text.known(told.text()));
        } else if (event instanceof LiveEvent.Failed failed) {
            close();
            listener.failed(failed.reason());
        } else if (event instanceof LiveEvent.Flushed) {
            answer();
        }
    }

    private void send(List<WyomingEvent> events) {
        events.forEach(listener::send);
    }

    private void answer() {
        send(text.known(""));
        ObjectNode data = WyomingEvent.JSON.createObjectNode().put("text", text.text());
        language.ifPresent(code -> data.put("language", code));
        listener.send(WyomingEvent.of("transcript", data));
        listener.send(WyomingEvent.of("transcript-stop"));
        close();
        listener.answered();
    }

    @Override
    public void close() {
        over = true;
        if (session != null) {
            session.close();
        }
    }

    private final class FromSession implements LiveListener {
        @Override
        public void event(LiveEvent event) {
            thread.execute(() -> heard(event));
        }

        @Override
        public void room() {
            thread.execute(listener::room);
        }

        @Override
        public void ended(EngineException reason) {
            thread.execute(() -> {
                if (!over) {
                    close();
                    listener.failed(reason);
                }
            });
        }
    }
}
