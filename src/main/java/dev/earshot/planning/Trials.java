package dev.earshot.planning;

import dev.earshot.device.MachineFacts;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineEvents;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import java.util.List;

/** The parts that are measured, made as the service makes them. */
public interface Trials {
    /** As the service computes here. */
    Setting usual();

    /** Names of the installed models. */
    List<String> installed() throws ModelException;

    /** A model by name or path; refused in words where there is none, or it does not fit into memory. */
    ModelDescription model(String name) throws ModelException;

    /** A new engine that has not been started; whoever asks closes it. It fits the context unless a job names one. */
    Engine engine(ModelDescription model, Setting setting, EngineEvents events);

    /** A recording as the engine takes it. */
    Engine.PcmOpener recording(byte[] wav);

    /** The machine at this moment. */
    MachineFacts machine();
}
