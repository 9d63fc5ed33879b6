package dev.earshot;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.audio.AudioSource;
import dev.earshot.cli.CannotRun;
import dev.earshot.device.MachineFacts;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineEvents;
import dev.earshot.engine.EngineSettings;
import dev.earshot.engine.FitContext;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import dev.earshot.planning.MemoryPlan;
import dev.earshot.planning.Setting;
import dev.earshot.planning.Trials;
import dev.earshot.whisper.SileroModel;
import java.util.List;
import java.util.Optional;

/** Measures what the configuration makes, but for what is being varied. */
final class BenchmarkTrials implements Trials {
    private final Configuration configuration;
    private final EarshotConfig config;
    private final InstalledModels installed;
    private final AudioDecoder decoder;
    private final Setting usual;
    private final MemoryPlan memory;

    /** One for all trials: its native part lives as long as the process. */
    private final Optional<SileroModel> voice;

    BenchmarkTrials(Configuration configuration) {
        this(configuration, Parts.memory(configuration.earshot(), true));
    }

    /** @param memory that models must fit into */
    BenchmarkTrials(Configuration configuration, MemoryPlan memory) {
        this.configuration = configuration;
        this.config = configuration.earshot();
        this.installed = Parts.models(config);
        this.decoder = Parts.decoder(config, configuration.limits());
        this.usual = Parts.usual(config, machine());
        this.memory = memory;
        this.voice = Parts.voice(config);
    }

    @Override
    public Setting usual() {
        return usual;
    }

    @Override
    public List<String> installed() throws ModelException {
        return installed.list().stream().map(InstalledModels::nameOf).toList();
    }

    @Override
    public ModelDescription model(String name) throws ModelException {
        return Parts.choice(config, Optional.of(name), memory).get();
    }

    /** One lane: it is about one recording, and another would share the processor. */
    @Override
    public Engine engine(ModelDescription model, Setting setting, EngineEvents events) {
        EarshotConfig.EngineGroup group = config.engine();
        EngineSettings settings = new EngineSettings(
                1,
                1,
                group.batchPatience(),
                configuration.limits().deadline(),
                group.speechGate(),
                group.longestPause(),
                FitContext.ALWAYS,
                List.of());
        try {
            return new Engine(
                    settings,
                    Parts.loader(config, () -> model, machine(), voice, setting),
                    Parts.speech(config, voice),
                    events);
        } catch (RefusedStart e) {
            throw new CannotRun(e.getMessage());
        }
    }

    @Override
    public Engine.PcmOpener recording(byte[] wav) {
        return () -> decoder.open(AudioSource.of(wav));
    }

    @Override
    public MachineFacts machine() {
        return Parts.machine(config);
    }
}
