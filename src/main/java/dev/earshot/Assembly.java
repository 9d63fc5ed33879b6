package dev.earshot;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.audio.AudioSettings;
import dev.earshot.audio.SpeechGate;
import dev.earshot.audio.VoiceProbabilities;
import dev.earshot.device.MachineFacts;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineSettings;
import dev.earshot.engine.ModelLoader;
import dev.earshot.engine.SpeechDetector;
import dev.earshot.engine.VoiceModel;
import dev.earshot.http.LimitsConfig;
import dev.earshot.http.UploadStore;
import dev.earshot.http.UploadsConfig;
import dev.earshot.model.InstalledModels;
import dev.earshot.ops.EngineRecorder;
import dev.earshot.ops.Setup;
import dev.earshot.whisper.ComputeSettings;
import dev.earshot.whisper.ContextFit;
import dev.earshot.whisper.NativeLibrary;
import dev.earshot.whisper.SileroModel;
import dev.earshot.whisper.WhisperModelLoader;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes the parts from the configuration; they know nothing of it, nor of who else there is. */
final class Assembly {
    /** Beyond four, whisper.cpp's threads wait for each other more than they compute on the boards we know. */
    private static final int MOST_THREADS = 4;

    @Produces
    @Singleton
    MachineFacts machine(EarshotConfig config) {
        return MachineFacts.read(
                config.device().root(),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }

    @Produces
    @Singleton
    Setup setup(EarshotConfig config, MachineFacts machine) {
        int threads = config.engine().threads();
        return new Setup(
                machine,
                threads > 0 ? threads : Math.min(MOST_THREADS, machine.cores()),
                config.engine().lanes());
    }

    @Produces
    @Singleton
    InstalledModels models(EarshotConfig config) {
        return new InstalledModels(Folders.models(config));
    }

    @Produces
    @Singleton
    AudioDecoder decoder(EarshotConfig config, LimitsConfig limits) {
        return new AudioDecoder(new AudioSettings(
                limits.duration(), config.ffmpeg().program(), config.ffmpeg().stallTimeout()));
    }

    @Produces
    @Singleton
    @DefaultBean
    ModelLoader loader(EarshotConfig config, InstalledModels installed, Setup setup, Optional<SileroModel> voice) {
        List<Path> caches = Folders.caches(config);
        NativeLibrary.Places places =
                new NativeLibrary.Places(config.nativeLibraries().dir(), Folders.besideApplication(), caches);
        return new WhisperModelLoader(
                new ModelChoice(config.model(), installed, caches),
                () -> NativeLibrary.load(setup.machine(), places),
                computing(config.engine(), setup),
                voice);
    }

    private static ComputeSettings computing(EarshotConfig.EngineGroup engine, Setup setup) {
        ContextFit fit = fromSettings(
                () -> new ContextFit(engine.contextMargin().toMillis() / 1e3, engine.contextFloor(), engine.guard()));
        return new ComputeSettings(setup.threads(), engine.gpu(), engine.gpuDevice(), engine.flashAttention(), fit);
    }

    @Produces
    @Singleton
    Optional<SileroModel> voice(EarshotConfig config) {
        return config.vad().model().map(SileroModel::new);
    }

    @Produces
    @Singleton
    Engine engine(
            EarshotConfig config,
            LimitsConfig limits,
            ModelLoader loader,
            EngineRecorder recorder,
            Optional<SileroModel> voice) {
        SpeechGate gate = new SpeechGate();
        SpeechDetector speech = voice.<SpeechDetector>map(silero -> VoiceModel.detector(silero, rules(config.vad())))
                .orElse(gate::regions);
        return new Engine(settings(config, limits), loader, speech, recorder);
    }

    private static VoiceProbabilities rules(EarshotConfig.Vad vad) {
        return fromSettings(
                () -> new VoiceProbabilities(vad.threshold(), vad.minSpeech(), vad.minSilence(), vad.pad()));
    }

    private static EngineSettings settings(EarshotConfig config, LimitsConfig limits) {
        EarshotConfig.EngineGroup group = config.engine();
        return fromSettings(() -> new EngineSettings(
                group.lanes(),
                group.queue(),
                group.batchPatience(),
                limits.deadline(),
                group.speechGate(),
                group.longestPause(),
                group.fitContext(),
                config.languages().orElse(List.of())));
    }

    /** What a part refuses stops the start, in the part's words. */
    private static <T> T fromSettings(Supplier<T> part) {
        try {
            return part.get();
        } catch (IllegalArgumentException e) {
            throw new RefusedStart(e.getMessage());
        }
    }

    void close(@Disposes Engine engine) {
        engine.close();
    }

    @Produces
    @Singleton
    UploadStore uploads(EarshotConfig config, UploadsConfig uploads) {
        UploadStore.Bounds bounds = new UploadStore.Bounds(
                uploads.concurrent(),
                uploads.maxTotal().asLongValue(),
                uploads.totalMemory().asLongValue(),
                uploads.keepFree().asLongValue());
        return new UploadStore(uploads.dir().orElseGet(() -> Folders.uploads(config)), bounds);
    }

    void close(@Disposes UploadStore store) {
        store.close();
    }
}
