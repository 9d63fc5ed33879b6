package dev.earshot;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.device.MachineFacts;
import dev.earshot.engine.Canary;
import dev.earshot.engine.Changeover;
import dev.earshot.engine.Engine;
import dev.earshot.engine.ModelLoader;
import dev.earshot.http.ModelSwitch;
import dev.earshot.model.ModelFile;
import dev.earshot.whisper.SileroModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Puts model files into the running engine, as the configuration has it. One call at a time. */
final class EngineModels implements ModelSwitch {
    /** Weights lie in memory as in the file; buffers and caches of a state take less than that again. */
    private static final long MEMORY_FACTOR = 2;

    private final EarshotConfig config;
    private final Engine engine;
    private final AudioDecoder decoder;
    private final Optional<SileroModel> voice;
    private ModelLoader current;
    private ModelLoader before;

    /** @param first that the engine was started with */
    EngineModels(
            EarshotConfig config, Engine engine, ModelLoader first, AudioDecoder decoder, Optional<SileroModel> voice) {
        this.config = config;
        this.engine = engine;
        this.decoder = decoder;
        this.voice = voice;
        this.current = first;
        this.before = first;
    }

    @Override
    public synchronized void to(Path file) {
        MachineFacts machine = Parts.machine(config);
        change(Parts.loader(config, () -> ModelFile.inspect(file), machine, voice), hasRoomFor(file, machine));
    }

    @Override
    public synchronized void back() {
        change(before, false);
    }

    private void change(ModelLoader to, boolean fitsBeside) {
        Canary canary = CanaryClip.canary(decoder);
        engine.switchTo(
                to, new Changeover(canary, () -> fitsBeside, config.engine().switchPatience()));
        before = current;
        current = to;
    }

    private static boolean hasRoomFor(Path file, MachineFacts machine) {
        try {
            long needed = MEMORY_FACTOR * Files.size(file);
            return machine.memory().available().map(free -> free > needed).orElse(false);
        } catch (IOException e) {
            return false; // loading it will say what is wrong
        }
    }

    @Override
    public Optional<String> configured() {
        return config.model();
    }
}
