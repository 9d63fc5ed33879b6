package dev.earshot.engine;

import java.time.Duration;

/**
 * What happens in the engine, for whoever counts it. Called on the thread where it happens, outside locks; must not block
 * or throw.
 */
public interface EngineEvents {
    /** Listens to nothing. */
    EngineEvents NONE = new EngineEvents() {};

    /** Loading is over: the model is warm, or the reason why not is known. Also told when a model stops working later. */
    default void started(EngineStatus status) {}

    /** There is a second model now, which hears long recordings; or why there is none, where one was to be. */
    default void batchModel(EngineStatus status) {}

    /** A model that was out of use already stopped working before its last recordings were done. */
    default void leavingModelFailed(String reason) {}

    /** Another model is in use now. */
    default void switched(EngineStatus.Ready now) {}

    /** Another model was to be put in use, and was not. */
    default void switchRefused(EngineException reason) {}

    /** The model has run over a window of {@code audio}. */
    default void windowDecoded(Duration audio, Duration waited, Duration ran) {}

    /**
     * Follows {@link #windowDecoded} for the same window.
     *
     * @param positions of the encoder that were used, 50 per second
     * @param guardFired a fitted context looked wrong and the full one was used after it
     */
    default void contextUsed(int positions, boolean guardFired) {}

    /** A window was kept from the model. */
    default void windowGated(EmptyReason reason) {}

    /** A recording of this length was worked through. */
    default void recordingDone(Duration audio) {}

    /** So much of a recording that was worked through held no speech, and did not get to the model. */
    default void audioSkipped(Duration audio) {}
}
