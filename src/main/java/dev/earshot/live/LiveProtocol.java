package dev.earshot.live;

import dev.earshot.engine.EngineException;

/** What one client and one session say to each other in one protocol. All methods are called by one thread, the socket's. */
public interface LiveProtocol {
    /**
     * What the session is opened with.
     *
     * @throws EngineException if the client asks for what cannot be; it is told, and the connection ends
     */
    SessionOptions options();

    /** The session is there. */
    void opened();

    /** @throws EngineException if the message is not understood; the client is told, and the connection goes on */
    void text(String message);

    /** @throws EngineException if there should be none; the client is told, and the connection goes on */
    void audio(byte[] bytes);

    void event(LiveEvent event);

    /** Tells the client. */
    void failed(EngineException reason);
}
