package dev.earshot.cli;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.audio.AudioSettings;
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

/** Parts for commands without a configuration; a part that a test does not set up is one that must not be asked for. */
class FakeWorkbench implements Workbench {
    @Override
    public MachineFacts machine() {
        return MachineFacts.read(Path.of("/"), "amd64", 1);
    }

    @Override
    public DeviceReport device() {
        throw new AssertionError("nobody is to look at the machine");
    }

    @Override
    public String library() {
        return "linux-test (/opt/earshot)";
    }

    @Override
    public String model() {
        return "base-q8_0 (/models/ggml-base-q8_0.bin)";
    }

    @Override
    public List<String> preferredModels() {
        return List.of();
    }

    @Override
    public AudioDecoder decoder() {
        return new AudioDecoder(new AudioSettings(Duration.ofHours(1), "ffmpeg", Duration.ofSeconds(30)));
    }

    @Override
    public Engine engine(Optional<String> model, EngineEvents events) {
        throw new AssertionError("no engine is to be made");
    }

    @Override
    public Trials trials() {
        throw new AssertionError("nothing is to be measured");
    }

    @Override
    public MeasurementFile measurements() {
        throw new AssertionError("no measurements are to be looked at");
    }

    @Override
    public ModelStore store() {
        throw new AssertionError("no model store is to be opened");
    }

    @Override
    public Path quantizer() {
        throw new AssertionError("no quantizer is to be looked for");
    }

    @Override
    public boolean forgetCrashes() {
        throw new AssertionError("no crash is to be forgotten");
    }

    @Override
    public Limits limits() {
        return new Limits(1, 100, Duration.ofMinutes(5));
    }

    @Override
    public ServiceAddress service() {
        return new ServiceAddress("127.0.0.1", 0, Optional.empty());
    }
}
