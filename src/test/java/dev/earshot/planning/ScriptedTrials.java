package dev.earshot.planning;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.audio.AudioSettings;
import dev.earshot.audio.AudioSource;
import dev.earshot.device.MachineFacts;
import dev.earshot.engine.Cancellation;
import dev.earshot.engine.Capabilities;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineEvents;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.EngineSettings;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.LibraryFacts;
import dev.earshot.engine.ModelLoader;
import dev.earshot.engine.Segment;
import dev.earshot.engine.SpeechDetector;
import dev.earshot.engine.Transcriber;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import dev.earshot.model.ModelFile;
import dev.earshot.model.ModelWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** The real engine around a model that takes as long as a script says, on a clock of its own, on a recorded Raspberry Pi 5. */
public final class ScriptedTrials implements Trials {
    /** A real clock would do as well, and take as long. */
    public static final Instant BEGIN = Instant.parse("2026-11-23T10:00:00Z");

    /** How long a window takes. */
    @FunctionalInterface
    public interface Script {
        Duration costs(Setting setting, double seconds);
    }

    private final Path folder;
    private final AtomicLong nanos = new AtomicLong();
    private final Script script;
    private Setting usual = new Setting(2, true, Setting.Context.FITTED);
    private Capabilities capabilities = Capabilities.OWN;
    private int processors = 4;
    private Setting broken = new Setting(64, true, Setting.Context.FULL);
    private List<String> installed = List.of();
    private boolean readsAgain;
    private Runnable onCommand = () -> {};
    public final List<Setting> loaded = new CopyOnWriteArrayList<>();

    public ScriptedTrials(Path folder, Script script) {
        this.folder = folder;
        this.script = script;
    }

    public ScriptedTrials usual(int threads, boolean flash, Setting.Context context) {
        usual = new Setting(threads, flash, context);
        return this;
    }

    public ScriptedTrials having(String... names) {
        installed = List.of(names);
        return this;
    }

    ScriptedTrials library(Capabilities can) {
        capabilities = can;
        return this;
    }

    ScriptedTrials processors(int number) {
        processors = number;
        return this;
    }

    /** An engine with these threads and this flash attention cannot be made. */
    ScriptedTrials broken(int threads, boolean flash) {
        broken = new Setting(threads, flash, Setting.Context.FULL);
        return this;
    }

    ScriptedTrials readsFittedOnesAgain() {
        readsAgain = true;
        return this;
    }

    /** Runs on the engine's lane with each short command. */
    public ScriptedTrials onCommand(Runnable action) {
        onCommand = action;
        return this;
    }

    public long nanoTime() {
        return nanos.get();
    }

    Instant now() {
        return BEGIN.plusNanos(nanos.get());
    }

    @Override
    public Setting usual() {
        return usual;
    }

    @Override
    public List<String> installed() {
        return installed;
    }

    @Override
    public ModelDescription model(String name) throws ModelException {
        if (name.equals("missing")) {
            throw new ModelException(ModelException.Problem.NOT_FOUND, "No model \"missing\" in " + folder + ".");
        }
        try {
            Path file = folder.resolve("ggml-" + name + ".bin");
            return ModelFile.inspect(Files.exists(file) ? file : ModelWriter.writeSmall(file, 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Engine engine(ModelDescription model, Setting setting, EngineEvents events) {
        loaded.add(setting);
        EngineSettings settings = new EngineSettings(1, 1, Duration.ofSeconds(30), Duration.ofHours(1), false);
        return new Engine(settings, () -> new Loaded(model, setting), SpeechDetector.ALWAYS, events);
    }

    @Override
    public Engine.PcmOpener recording(byte[] wav) {
        AudioDecoder decoder =
                new AudioDecoder(new AudioSettings(Duration.ofMinutes(2), "ffmpeg", Duration.ofSeconds(10)));
        return () -> decoder.open(AudioSource.of(wav));
    }

    @Override
    public MachineFacts machine() {
        return MachineFacts.read(Path.of("src/test/resources/device/pi5"), "aarch64", processors);
    }

    private final class Loaded implements ModelLoader.LoadedModel {
        private final ModelDescription model;
        private final Setting setting;

        Loaded(ModelDescription model, Setting setting) {
            this.model = model;
            this.setting = setting;
            if (setting.threads() == broken.threads() && setting.flashAttention() == broken.flashAttention()) {
                throw new EngineException(ErrorCode.NOT_READY, "The library does not want to.");
            }
        }

        @Override
        public ModelLoader.ModelFacts facts() {
            return new ModelLoader.ModelFacts(
                    model.name(),
                    "tiny",
                    "q8_0",
                    model.sizeBytes(),
                    Optional.of("5ca1ab1e"),
                    99,
                    true,
                    new LibraryFacts("scripted", "whisper.cpp 0", "none", List.of("CPU"), Optional.empty()),
                    capabilities);
        }

        @Override
        public Transcriber open() {
            return new Transcriber() {
                private boolean warm;

                @Override
                public Result transcribe(
                        float[] samples, TranscriptionOptions options, String prompt, Cancellation cancellation) {
                    double seconds = samples.length / 16_000.0;
                    if (warm) {
                        Setting.Context context = options.fitContext() ? Setting.Context.FITTED : Setting.Context.FULL;
                        nanos.addAndGet(
                                script.costs(setting.with(context), seconds).toNanos());
                        if (seconds < 5) {
                            onCommand.run();
                        }
                    }
                    warm = true;
                    boolean again = readsAgain && options.fitContext();
                    return new Result(
                            new ArrayList<>(List.of(new Segment(0, 1000, " what time is it"))),
                            Optional.empty(),
                            options.fitContext() && !again ? 448 : FULL_CONTEXT,
                            again);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }
}
