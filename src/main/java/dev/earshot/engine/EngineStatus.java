package dev.earshot.engine;

import dev.earshot.engine.ModelLoader.ModelFacts;
import java.time.Duration;

/**
 * Where the engine stands: {@code Loading -> Ready -> Stopped}, or {@code Loading -> Failed -> Stopped}.
 */
public sealed interface EngineStatus {
    /** The model is being loaded or warmed up. */
    record Loading() implements EngineStatus {}

    /** Jobs are taken. */
    record Ready(ModelFacts model, Duration load, Duration warmUp) implements EngineStatus {}

    /** No job can be taken until the cause is mended and the service started again. */
    record Failed(String reason) implements EngineStatus {}

    /** Draining or gone. */
    record Stopped() implements EngineStatus {}
}
