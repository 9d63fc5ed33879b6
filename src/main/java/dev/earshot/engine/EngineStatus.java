package dev.earshot.engine;

import dev.earshot.engine.ModelLoader.ModelFacts;
import java.time.Duration;

/**
 * Where the engine stands: {@code Loading -> Ready -> Stopped}, or {@code Loading -> Failed -> Stopped}. Another model begins
 * anew: with {@code Loading} where the old one had to go first, otherwise it is {@code Ready} all the time.
 */
public sealed interface EngineStatus {
    /** The model is being loaded or warmed up. */
    record Loading() implements EngineStatus {}

    /** Jobs are taken. */
    record Ready(ModelFacts model, Duration load, Duration warmUp) implements EngineStatus {}

    /** No job can be taken until the cause is mended and the service started again, or another model put in use. */
    record Failed(String reason) implements EngineStatus {}

    /** Draining or gone. */
    record Stopped() implements EngineStatus {}
}
