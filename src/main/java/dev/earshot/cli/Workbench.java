package dev.earshot.cli;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.device.MachineFacts;
import dev.earshot.device.check.DeviceReport;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineEvents;
import dev.earshot.model.store.ModelStore;
import dev.earshot.planning.MeasurementFile;
import dev.earshot.planning.Trials;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The parts that commands work with, made from the configuration when they are asked for and not before.
 *
 * <p>Every method throws {@link CannotRun} where the configuration cannot be used.
 */
public interface Workbench {
    MachineFacts machine();

    /** The machine, its profile and what is wrong with it; nothing is loaded. */
    DeviceReport device();

    /** The native library that would be loaded, in words; nothing is loaded. */
    String library();

    /** The model that would be loaded, in words; nothing is loaded or unpacked. */
    String model();

    /** Names of models for this machine, best first, installed or not. */
    List<String> preferredModels();

    AudioDecoder decoder();

    /**
     * A new engine that has not been started; whoever asks closes it.
     *
     * @param model instead of the configured one
     */
    Engine engine(Optional<String> model, EngineEvents events);

    /** What is measured by a benchmark. */
    Trials trials();

    /** What was measured before. */
    MeasurementFile measurements();

    ModelStore store();

    /** Where whisper.cpp's quantizer lies, or would lie. */
    Path quantizer();

    /** Lets the service start as usual after crashes; returns whether any was known. */
    boolean forgetCrashes();

    Limits limits();

    /** Where the service would be found if it ran. */
    ServiceAddress service();

    /**
     * What is configured for work in general.
     *
     * @param lanes windows decoded at the same time
     * @param prompt longest prompt, in characters
     * @param deadline longest time that one recording may take
     */
    record Limits(int lanes, int prompt, Duration deadline) {}

    /**
     * @param key that it asks for
     * @param adminKey of whoever may change its models
     */
    record ServiceAddress(String host, int port, Optional<String> key, Optional<String> adminKey) {
        /** For those who only ask it to listen. */
        ServiceAddress(String host, int port, Optional<String> key) {
            this(host, port, key, Optional.empty());
        }
    }
}
