package dev.earshot.whisper;

import dev.earshot.audio.SpeechGate;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineEvents;
import dev.earshot.engine.EngineSettings;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.FitContext;
import dev.earshot.http.Clip;
import dev.earshot.model.ModelFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The whole engine on our own library, for tests of other packages. */
public final class DemoEngine {
    private DemoEngine() {}

    /** A warm one with the demo model. */
    public static Engine start() throws Exception {
        return start(FitContext.ALWAYS);
    }

    /** A warm one with the demo model. */
    public static Engine start(FitContext fit) throws Exception {
        return start(Natives.demoModel(), fit);
    }

    /** A warm one. */
    public static Engine start(Path model, FitContext fit) {
        Engine engine = new Engine(
                new EngineSettings(
                        1,
                        8,
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(10),
                        true,
                        EngineSettings.USUAL_LONGEST_PAUSE,
                        fit,
                        List.of()),
                new WhisperModelLoader(
                        () -> ModelFile.inspect(model),
                        Natives::load,
                        new ComputeSettings(
                                Math.min(4, Runtime.getRuntime().availableProcessors()),
                                false,
                                0,
                                true,
                                new ContextFit(1, 384, true)),
                        Optional.empty()),
                new SpeechGate()::regions,
                EngineEvents.NONE);
        engine.start();
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> engine.status() instanceof EngineStatus.Ready);
        return engine;
    }

    /** Mono, 16 kHz. */
    public static float[] samples(Clip clip) throws Exception {
        return Natives.samples(clip);
    }
}
