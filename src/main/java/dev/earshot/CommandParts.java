package dev.earshot;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.cli.CannotRun;
import dev.earshot.cli.Workbench;
import dev.earshot.device.MachineFacts;
import dev.earshot.device.check.DeviceReport;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineEvents;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ModelLoader;
import dev.earshot.model.ModelException;
import dev.earshot.model.store.ModelStore;
import dev.earshot.planning.MeasurementFile;
import dev.earshot.planning.Trials;
import dev.earshot.recovery.Recovery;
import dev.earshot.whisper.NativeLibrary;
import dev.earshot.whisper.SileroModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Gives commands their parts, made when they are asked for: most commands need few of them, and none should wait for the rest. */
final class CommandParts implements Workbench {
    private Configuration configuration;

    private synchronized Configuration configuration() {
        if (configuration == null) {
            configuration = Configuration.read();
        }
        return configuration;
    }

    /** The message of a refused start is the answer of a command that cannot run. */
    private <T> T made(Function<Configuration, T> part) {
        try {
            return part.apply(configuration());
        } catch (RefusedStart e) {
            throw new CannotRun(e.getMessage());
        }
    }

    @Override
    public MachineFacts machine() {
        return made(config -> Parts.machine(config.earshot()));
    }

    @Override
    public DeviceReport device() {
        return made(DeviceReporter::report);
    }

    @Override
    public String library() {
        return made(config -> {
            try {
                MachineFacts machine = Parts.machine(config.earshot());
                return NativeLibrary.choice(machine, Parts.libraries(config.earshot(), machine));
            } catch (EngineException e) {
                throw new CannotRun(e.getMessage());
            }
        });
    }

    @Override
    public String model() {
        return made(config -> {
            try {
                return Parts.choice(config.earshot()).description();
            } catch (ModelException e) {
                throw new CannotRun(e.getMessage());
            }
        });
    }

    @Override
    public List<String> preferredModels() {
        return made(config -> Parts.preferredModels(config.earshot()));
    }

    @Override
    public AudioDecoder decoder() {
        return made(config -> Parts.decoder(config.earshot(), config.limits()));
    }

    @Override
    public Engine engine(Optional<String> model, EngineEvents events) {
        return made(config -> {
            EarshotConfig earshot = config.earshot();
            Optional<SileroModel> voice = Parts.voice(earshot);
            ModelChoice choice = Parts.choice(earshot, model.or(earshot::model), Parts.memory(earshot, true));
            MachineFacts machine = Parts.machine(earshot);
            ModelLoader loader = Parts.loader(earshot, choice, machine, Parts.heat(earshot, machine), voice);
            return Parts.engine(earshot, config.limits(), loader, Optional.empty(), events, voice);
        });
    }

    @Override
    public Trials trials() {
        return made(BenchmarkTrials::new);
    }

    @Override
    public MeasurementFile measurements() {
        return made(config -> Parts.measurements(config.earshot()));
    }

    @Override
    public ModelStore store() {
        return made(config -> Parts.store(config.earshot()));
    }

    @Override
    public Path quantizer() {
        return made(config -> {
            try {
                return Parts.quantizer(config.earshot());
            } catch (EngineException e) {
                throw new CannotRun(e.getMessage());
            }
        });
    }

    @Override
    public boolean forgetCrashes() {
        return made(config -> {
            Path folder = Folders.recoveryOfService(config.earshot());
            try {
                return Recovery.forget(folder);
            } catch (IOException e) {
                throw new CannotRun("What is known of crashes in " + folder + " cannot be removed: " + e
                        + ". Call this as the service's user, or as root.");
            }
        });
    }

    @Override
    public Limits limits() {
        return made(config -> new Limits(
                config.earshot().engine().lanes(),
                config.limits().prompt(),
                config.limits().deadline()));
    }

    @Override
    public ServiceAddress service() {
        return made(config -> new ServiceAddress(
                config.host(),
                config.port(),
                config.http().apiKey(),
                config.http().adminKey()));
    }
}
