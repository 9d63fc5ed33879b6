package dev.earshot;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.audio.AudioSettings;
import dev.earshot.audio.SpeechGate;
import dev.earshot.audio.VoiceProbabilities;
import dev.earshot.device.ConditionFacts;
import dev.earshot.device.MachineFacts;
import dev.earshot.device.MemoryFacts;
import dev.earshot.device.NativeChoice;
import dev.earshot.device.ProfileChoice;
import dev.earshot.engine.BatchModel;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineEvents;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.EngineSettings;
import dev.earshot.engine.FitContext;
import dev.earshot.engine.ModelLoader;
import dev.earshot.engine.SpeechDetector;
import dev.earshot.engine.VoiceModel;
import dev.earshot.http.LimitsConfig;
import dev.earshot.live.LiveConfig;
import dev.earshot.live.LiveEvents;
import dev.earshot.live.LiveLimits;
import dev.earshot.live.LiveSessions;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.store.ActiveModel;
import dev.earshot.model.store.Catalogue;
import dev.earshot.model.store.ModelStore;
import dev.earshot.model.store.StoreSettings;
import dev.earshot.planning.Computing;
import dev.earshot.planning.HeatRelief;
import dev.earshot.planning.HeatWatch;
import dev.earshot.planning.MeasuredChoice;
import dev.earshot.planning.MeasurementFile;
import dev.earshot.planning.MemoryPlan;
import dev.earshot.planning.MemoryRoom;
import dev.earshot.planning.Setting;
import dev.earshot.recovery.WatchedLoader;
import dev.earshot.whisper.ComputeSettings;
import dev.earshot.whisper.ContextFit;
import dev.earshot.whisper.NativeLibrary;
import dev.earshot.whisper.SileroModel;
import dev.earshot.whisper.WhisperModelLoader;
import dev.earshot.whisper.WhisperModelLoader.LibrarySupplier;
import dev.earshot.whisper.WhisperModelLoader.ModelSupplier;
import io.quarkus.runtime.configuration.MemorySize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** How each part is made from the configuration; the same for the service and for commands. The parts know nothing of it. */
final class Parts {
    /** Beyond four, whisper.cpp's threads wait for each other more than they compute on the boards we know. */
    private static final int MOST_THREADS = 4;

    private static final Logger LOG = Logger.getLogger("dev.earshot.heat");

    private Parts() {}

    static MachineFacts machine(EarshotConfig config) {
        return machine(config.device().root());
    }

    static MachineFacts machine(Path root) {
        return MachineFacts.read(
                root, System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors());
    }

    static ProfileChoice profile(EarshotConfig config, MachineFacts machine) {
        return DeviceProfileSource.choose(machine, config.profiles().dir(), config.profile());
    }

    /** Which builds of the native library can run here, and why not better ones. */
    static NativeChoice natives(EarshotConfig config, MachineFacts machine) {
        return NativeChoice.of(machine, config.nativeLibraries().variants().orElse(List.of()));
    }

    static int threads(EarshotConfig config, MachineFacts machine) {
        int threads = config.engine().threads();
        if (threads < 0 || threads > ComputeSettings.MOST_THREADS) {
            // Refused in words by what computes.
            return threads;
        }
        // A profile counts the board's cores; a container may have fewer, and more threads than cores only wait for
        // each other.
        return Math.min(threads == 0 ? MOST_THREADS : threads, Math.max(1, machine.cores()));
    }

    static InstalledModels models(EarshotConfig config) {
        return new InstalledModels(Folders.models(config));
    }

    static MeasurementFile measurements(EarshotConfig config) {
        return new MeasurementFile(Folders.models(config).resolve(MeasurementFile.NAME));
    }

    static ModelStore store(EarshotConfig config) {
        EarshotConfig.Models models = config.models();
        return fromSettings(() -> new ModelStore(
                new StoreSettings(
                        Folders.models(config),
                        models.sources(),
                        models.maxSize().asLongValue(),
                        models.keepFree().asLongValue(),
                        models.stallTimeout(),
                        models.trustedKeys().orElse(List.of())),
                Catalogue.embedded()));
    }

    static AudioDecoder decoder(EarshotConfig config, LimitsConfig limits) {
        return new AudioDecoder(new AudioSettings(
                limits.duration(), config.ffmpeg().program(), config.ffmpeg().stallTimeout()));
    }

    static Optional<SileroModel> voice(EarshotConfig config) {
        return config.vad().model().map(SileroModel::new);
    }

    static NativeLibrary.Places libraries(EarshotConfig config, MachineFacts machine) {
        return new NativeLibrary.Places(
                config.nativeLibraries().dir(),
                Folders.besideApplication(),
                Folders.caches(config),
                variants(config, machine),
                config.nativeLibraries().oldest());
    }

    /** Where whisper.cpp's quantizer lies, or would lie. */
    static Path quantizer(EarshotConfig config) {
        MachineFacts machine = machine(config);
        return NativeLibrary.tool(machine, libraries(config, machine), "whisper-quantize");
    }

    /** Where the machine can run the one that is best for it; then the processor's. */
    private static List<String> variants(EarshotConfig config, MachineFacts machine) {
        Optional<List<String>> wanted = config.nativeLibraries().variants();
        return wanted.flatMap(names -> NativeChoice.of(machine, names).variant())
                .map(best -> List.of(best, "linux-" + machine.architecture()))
                .orElse(List.of());
    }

    /** Models for this machine, best first: those to wait for before those for long recordings. */
    static List<String> preferredModels(EarshotConfig config) {
        return Stream.of(config.models().interactive(), config.models().batch())
                .flatMap(names -> names.orElse(List.of()).stream())
                .filter(name -> !name.equals(ModelChoice.NONE))
                .distinct()
                .toList();
    }

    /** Models for long recordings alone, best first; none where one model is named for all. */
    static List<String> batchModels(EarshotConfig config) {
        return config.model().isPresent()
                ? List.of()
                : config.models().batch().orElse(List.of()).stream()
                        .filter(name -> !name.equals(ModelChoice.NONE))
                        .toList();
    }

    /** What is loaded where no model is named: the one that was put in use last, or the best for this machine. */
    static List<String> candidates(EarshotConfig config) {
        return Stream.concat(ActiveModel.in(Folders.models(config)).stream(), preferredModels(config).stream())
                .distinct()
                .toList();
    }

    static ModelChoice choice(EarshotConfig config) {
        return choice(config, config.model(), memory(config, true));
    }

    /** @param named instead of the configured one */
    static ModelChoice choice(EarshotConfig config, Optional<String> named, MemoryPlan memory) {
        InstalledModels installed = models(config);
        return new ModelChoice(
                named,
                named.isPresent() ? MeasuredChoice.NONE : MeasuredPreference.of(config, installed),
                installed,
                Folders.caches(config),
                memory);
    }

    /** @param available whether what is available now counts: not where another process will load the model, or has */
    static MemoryPlan memory(EarshotConfig config, boolean available) {
        return memory(config, available, facts -> OwnMemory.bytes());
    }

    /** For one more model than this process has loaded. */
    static MemoryPlan memoryBeside(EarshotConfig config) {
        return memory(
                config,
                true,
                facts -> Math.max(OwnMemory.bytes(), facts.resident().orElse(0L)));
    }

    private static MemoryPlan memory(EarshotConfig config, boolean available, ToLongFunction<MemoryFacts> process) {
        EarshotConfig.EngineGroup engine = config.engine();
        Optional<Long> cap = config.planning().memoryCap().map(MemorySize::asLongValue);
        return fromSettings(() ->
                new MemoryPlan(new Computing(engine.lanes(), engine.flashAttention() && !isBundled(config)), () -> {
                    MemoryFacts facts = MemoryFacts.read(config.device().root());
                    return MemoryRoom.of(facts, available, cap, process.applyAsLong(facts));
                }));
    }

    static boolean isBundled(EarshotConfig config) {
        MachineFacts machine = machine(config);
        try {
            return NativeLibrary.choice(machine, libraries(config, machine)).startsWith("stock-");
        } catch (EngineException e) {
            // None can be loaded; then no model will be either.
            return false;
        }
    }

    static HeatWatch heat(EarshotConfig config, MachineFacts machine) {
        Path root = config.device().root();
        boolean raspberryPi =
                machine.board().map(board -> board.contains("Raspberry Pi")).orElse(false);
        return new HeatWatch(
                threads(config, machine),
                config.planning().heatWatch(),
                () -> ConditionFacts.read(root),
                Optional.of(ConditionFacts.RASPBERRY_PI_SLOWS_AT).filter(limit -> raspberryPi),
                System::nanoTime,
                LOG::info);
    }

    static HeatRelief relief(HeatWatch heat, HeatRelief.Models models) {
        return new HeatRelief(heat, models, System::nanoTime, LOG::info);
    }

    static ModelLoader loader(
            EarshotConfig config,
            ModelSupplier model,
            MachineFacts machine,
            HeatWatch heat,
            Optional<SileroModel> voice) {
        EarshotConfig.EngineGroup engine = config.engine();
        return loader(
                config,
                model,
                machine,
                voice,
                SafeStart.recovery().loader(),
                computing(engine, threads(config, machine), engine.flashAttention(), heat::threads));
    }

    /** The second model of the service; empty where one is to do all. */
    static Optional<BatchModel> batch(
            EarshotConfig config, MachineFacts machine, HeatWatch heat, Optional<SileroModel> voice) {
        List<String> names = batchModels(config);
        if (names.isEmpty()) {
            return Optional.empty();
        }
        BatchChoice choice = new BatchChoice(names, models(config), memoryBeside(config));
        return Optional.of(first -> loader(config, () -> choice.beside(first.name()), machine, heat, voice));
    }

    /** Computes as a benchmark says. */
    static ModelLoader loader(
            EarshotConfig config, ModelSupplier model, MachineFacts machine, Optional<SileroModel> voice, Setting how) {
        return loader(
                config,
                model,
                machine,
                voice,
                SafeStart.recovery().loader(),
                computing(config.engine(), how.threads(), how.flashAttention(), how::threads));
    }

    private static ModelLoader loader(
            EarshotConfig config,
            ModelSupplier model,
            MachineFacts machine,
            Optional<SileroModel> voice,
            WatchedLoader watched,
            ComputeSettings computing) {
        NativeLibrary.Places places = libraries(config, machine);
        LibrarySupplier library = (description, sha256) -> {
            String variant = NativeLibrary.identity(machine, places).variant();
            watched.begins(description.name(), sha256, variant);
            return NativeLibrary.load(machine, places);
        };
        return watched.around(new WhisperModelLoader(model, library, computing, voice));
    }

    /** How models are computed here, where the library can. */
    static Setting usual(EarshotConfig config, MachineFacts machine) {
        return fromSettings(() -> new Setting(
                computing(config.engine(), threads(config, machine), true, () -> 1)
                        .threads(),
                config.engine().flashAttention(),
                config.engine().fitContext() == FitContext.NEVER ? Setting.Context.FULL : Setting.Context.FITTED));
    }

    private static ComputeSettings computing(
            EarshotConfig.EngineGroup engine, int threads, boolean flashAttention, IntSupplier threadsNow) {
        return fromSettings(() -> new ComputeSettings(
                threads,
                engine.gpu(),
                engine.gpuDevice(),
                flashAttention,
                new ContextFit(engine.contextMargin().toMillis() / 1e3, engine.contextFloor(), engine.guard()),
                threadsNow));
    }

    static Engine engine(
            EarshotConfig config,
            LimitsConfig limits,
            ModelLoader loader,
            Optional<BatchModel> batch,
            EngineEvents events,
            Optional<SileroModel> voice) {
        return new Engine(settings(config, limits), loader, batch, speech(config, voice), events);
    }

    static LiveSessions live(
            LiveConfig live, EarshotConfig config, Engine engine, LiveEvents events, Optional<SileroModel> voice) {
        LiveLimits limits = fromSettings(
                () -> new LiveLimits(live.sessions(), live.held(), live.partialInterval(), live.idle(), live.total()));
        return new LiveSessions(
                limits,
                engine::transcribeLive,
                () -> voice.map(silero -> watched(silero).stream()).orElse(null),
                config.engine().lanes(),
                events);
    }

    private static VoiceModel watched(SileroModel voice) {
        return SafeStart.recovery().watched(voice, "the speech model", "our own library");
    }

    static SpeechDetector speech(EarshotConfig config, Optional<SileroModel> voice) {
        SpeechGate gate = new SpeechGate();
        return voice.<SpeechDetector>map(silero -> VoiceModel.detector(watched(silero), rules(config.vad())))
                .orElse(gate::regions);
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
                config.languages().orElse(List.of()),
                group.stuckAfter()));
    }

    /** What a part refuses stops the start, in the part's words. */
    private static <T> T fromSettings(Supplier<T> part) {
        try {
            return part.get();
        } catch (IllegalArgumentException e) {
            throw new RefusedStart(e.getMessage());
        }
    }
}
