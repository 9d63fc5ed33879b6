package dev.earshot.engine;

import java.time.Duration;

/**
 * What happens in the engine, for whoever counts it. Called on the thread where it happens, outside locks; must not block
 * or throw.
 */
public interface EngineEvents {
    /** Listens to nothing. */
    EngineEvents NONE = new EngineEvents() {};

    /** How a job ended. */
    enum Outcome {
        COMPLETED,
        NO_SPEECH,
        DEADLINE,
        ABANDONED,
        FAILED
    }

    /** Loading is over: the model is warm, or the reason why not is known. */
    default void started(EngineStatus status) {}

    /** A job found the queue full. */
    default void jobRejected() {}

    /** The model has run over a window of {@code audio}. */
    default void windowDecoded(Duration audio, Duration waited, Duration ran) {}

    /** A window was kept from the model. */
    default void windowGated(EmptyReason reason) {}

    /** A job is over; {@code audio} is how much of the recording was worked through. */
    default void jobEnded(Outcome outcome, Duration audio) {}
}
