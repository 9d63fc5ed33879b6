package dev.earshot;

import dev.earshot.engine.EngineSettings;
import dev.earshot.engine.FitContext;
import dev.earshot.whisper.ComputeSettings;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Model, native library, engine and folders. What belongs to HTTP stands in the {@code http} package. */
@ConfigMapping(prefix = "earshot")
public interface EarshotConfig {
    /**
     * A model's name in the models folder, or a path; {@code none} starts without one. By default the first installed one of the
     * lists in {@code earshot.models}, which a device profile fills, and otherwise the demo model.
     */
    Optional<String> model();

    /** Name of a device profile; {@code auto} takes the one that fits the machine, {@code none} takes none. */
    @WithDefault("auto")
    String profile();

    Profiles profiles();

    /** Codes of the languages that detection chooses among. By default all that the model knows. */
    Optional<List<String>> languages();

    Models models();

    @WithName("native")
    NativeLibraries nativeLibraries();

    Cache cache();

    Recovery recovery();

    Device device();

    EngineGroup engine();

    Planning planning();

    Ffmpeg ffmpeg();

    Vad vad();

    Log log();

    interface Profiles {
        /** Folder with device profiles that add to those inside, or change them. */
        Optional<Path> dir();
    }

    interface Models {
        /** Models for those who wait for the answer, best first; {@code none} for none. */
        Optional<List<String>> interactive();

        /** Models for long recordings, best first. */
        Optional<List<String>> batch();

        /** By default {@code models} in the service's state folder, or {@code ~/.local/share/earshot/models}. */
        Optional<Path> dir();

        /** Where models are pulled from, in order: {@code origin} for where each is published, addresses, folders. */
        @WithDefault("origin")
        List<String> sources();

        /** Largest model that is installed. */
        @WithDefault("4G")
        MemorySize maxSize();

        /** Room that installing leaves on the disk. */
        @WithDefault("128M")
        MemorySize keepFree();

        /** A source that sends nothing for this long is given up. */
        @WithDefault("30s")
        Duration stallTimeout();

        /** Files with the public keys whose bundles are taken. */
        Optional<List<Path>> trustedKeys();
    }

    interface NativeLibraries {
        /** Folders of libraries to look for, best first; the first that is installed and can run here is taken. */
        Optional<List<String>> variants();

        /**
         * Folder with {@code <variant>/libwhisper-jni.so}; by default {@code native-libs} beside the application. {@code
         * bundled} takes the libraries inside whisper-jni.
         */
        Optional<Path> dir();

        /** Takes the build for the oldest processors, without GPU, though this machine could run a faster one. */
        @WithDefault("false")
        boolean oldest();
    }

    interface Recovery {
        /** For what is known of crashes. By default the service's runtime folder, or {@code recovery} in the cache folder. */
        Optional<Path> dir();
    }

    interface Cache {
        /** For what can be made again: unpacked libraries, the demo model, uploads. By default {@code ~/.cache/earshot}. */
        Optional<Path> dir();
    }

    interface Device {
        /** Where /proc and /sys are read from. */
        @WithDefault("/")
        Path root();
    }

    interface EngineGroup {
        /** Threads a lane computes with; 0 takes one a core, up to four. */
        @WithDefault("0")
        @Min(0)
        @Max(ComputeSettings.MOST_THREADS)
        int threads();

        /** Windows decoded at the same time. More than one pays on large machines only. */
        @WithDefault("1")
        @Min(1)
        @Max(EngineSettings.MOST_LANES)
        int lanes();

        /** Recordings that may wait. */
        @WithDefault("8")
        @Min(1)
        @Max(1000)
        int queue();

        /** A long recording that has waited this long goes before short ones. */
        @WithDefault("30s")
        Duration batchPatience();

        /** A window that takes ten times longer than usual, and longer than this, hangs: then the service is not alive. */
        @WithDefault("5m")
        Duration stuckAfter();

        /** What recordings under way get when the service is stopped; then their callers are told. */
        @WithDefault("20s")
        Duration drain();

        /**
         * Where memory or the native library has no room for two models: how long recordings under way may take to end before
         * another model is loaded in place of theirs; beyond it the change is refused.
         */
        @WithDefault("60s")
        Duration switchPatience();

        /** Computes on the GPU where the native library and the machine have one. */
        @WithDefault("true")
        boolean gpu();

        /** Which GPU, where there are several. */
        @WithDefault("0")
        @Min(0)
        @Max(63)
        int gpuDevice();

        /** Encodes faster and decodes a little slower. Not with the bundled library. */
        @WithDefault("true")
        boolean flashAttention();

        /** Silence that the model sees behind a short recording when its context is fitted. */
        @WithDefault("1s")
        Duration contextMargin();

        /** Least encoder positions of a fitted context, 50 per second. Models tuned for it may go lower. */
        @WithDefault("384")
        @Min(0)
        @Max(1500)
        int contextFloor();

        /** Ends texts longer than the audio can hold, and reads doubtful ones again with the full context. */
        @WithDefault("true")
        boolean guard();

        /** For which recordings the encoder's context may follow their length, where the native library can check it. */
        @WithDefault("always")
        FitContext fitContext();

        /** Keeps what holds no speech from the model. */
        @WithDefault("true")
        boolean speechGate();

        /** Longer pauses are left out of windows, where the native library takes less time for shorter ones. */
        @WithDefault("2s")
        Duration longestPause();
    }

    interface Vad {
        /** Silero's voice activity model in whisper.cpp's format, which then finds speech instead of the energy gate. */
        Optional<Path> model();

        /** Probability from which on somebody speaks. */
        @WithDefault("0.5")
        @DecimalMin("0.01")
        @DecimalMax("0.99")
        float threshold();

        /** Shorter speech is taken for noise. */
        @WithDefault("250ms")
        Duration minSpeech();

        /** Speech goes on over shorter silence. */
        @WithDefault("100ms")
        Duration minSilence();

        /** What is kept on both sides of speech. */
        @WithDefault("400ms")
        Duration pad();
    }

    interface Planning {
        /** The most memory that Earshot should take; by default all that its container, or the machine, may use. */
        Optional<MemorySize> memoryCap();

        /** Computes with fewer threads where the board gets hot, or its supply weak. */
        @WithDefault("true")
        boolean heatWatch();

        /** Takes a smaller model where fewer threads do not keep the board cool; with {@code heat-watch} only. */
        @WithDefault("true")
        boolean heatModels();

        /**
         * Measures installed models while nobody waits, if nothing is known of them here; the next start chooses by the figures.
         */
        @WithDefault("false")
        boolean benchmarkOnFirstStart();

        /** How long somebody who said a short command should wait at most. */
        Optional<Duration> latencyTarget();
    }

    interface Ffmpeg {
        /** Program that decodes what is not WAV. */
        @WithDefault("ffmpeg")
        String program();

        /** It is stopped when it gives nothing for this long. */
        @WithDefault("30s")
        Duration stallTimeout();
    }

    interface Log {
        /** One JSON object a line instead of text. */
        @WithDefault("false")
        boolean json();
    }
}
