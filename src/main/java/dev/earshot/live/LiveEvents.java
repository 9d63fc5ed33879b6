package dev.earshot.live;

import java.time.Duration;

/** What happens in live sessions, for whoever counts it. Called where it happens; must not block or throw. */
public interface LiveEvents {
    /** Listens to nothing. */
    LiveEvents NONE = new LiveEvents() {};

    default void sessionOpened() {}

    default void sessionClosed() {}

    /** No room for another session. */
    default void sessionRefused() {}

    /** A partial text was told so long after the last of its audio had come in. */
    default void partialTold(Duration lag) {}

    /**
     * An utterance's text was told.
     *
     * @param audio its length
     * @param lag since its end was known
     */
    default void finalTold(Duration audio, Duration lag, boolean empty) {}

    /** An utterance could not be read. */
    default void utteranceFailed() {}
}
