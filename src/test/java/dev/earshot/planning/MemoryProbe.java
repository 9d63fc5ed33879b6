package dev.earshot.planning;

import dev.earshot.device.MachineFacts;
import dev.earshot.engine.Cancellation;
import dev.earshot.engine.ModelLoader.LoadedModel;
import dev.earshot.engine.Transcriber;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelFile;
import dev.earshot.whisper.ComputeSettings;
import dev.earshot.whisper.ContextFit;
import dev.earshot.whisper.NativeLibrary;
import dev.earshot.whisper.WhisperModelLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A process of its own that loads a model and decodes half a minute on each lane, and says by how much the memory grew that the
 * kernel counts for it. The file of the weights is read and not mapped, so the cache of files does not count. The heap is to be
 * touched as a whole at the start, or its growth would count.
 */
public final class MemoryProbe {
    private static final float[] WINDOW = noise();

    private MemoryProbe() {}

    /** Arguments: folder of native libraries or {@code bundled}, model, lanes, flash attention. Prints what {@link Measured} reads. */
    public static void main(String[] args) throws Exception {
        MachineFacts machine = MachineFacts.read(
                Path.of("/"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
        NativeLibrary library = NativeLibrary.load(
                machine,
                new NativeLibrary.Places(
                        Optional.of(Path.of(args[0])),
                        List.of(),
                        List.of(Path.of("target/memory-natives").toAbsolutePath())));
        ModelDescription model = ModelFile.inspect(Path.of(args[1]));
        model.sha256();
        ComputeSettings settings =
                new ComputeSettings(1, false, 0, Boolean.parseBoolean(args[3]), new ContextFit(1, 384, false));
        long before = kilobytes("VmRSS");
        List<Transcriber> lanes = new ArrayList<>();
        try (LoadedModel loaded =
                new WhisperModelLoader(() -> model, () -> library, settings, Optional.empty()).load()) {
            for (int lane = 0; lane < Integer.parseInt(args[2]); lane++) {
                lanes.add(loaded.open());
            }
            lanes.forEach(lane -> transcribe(lane, options().build(), ""));
            long usual = kilobytes("VmHWM");
            lanes.forEach(
                    lane -> transcribe(lane, options().beamSize(8).bestOf(8).build(), " and so on".repeat(400)));
            System.out.println((usual - before) + " " + (kilobytes("VmHWM") - before));
            lanes.forEach(Transcriber::close);
        }
    }

    private static TranscriptionOptions.Builder options() {
        return TranscriptionOptions.builder().language(Optional.of("en")).temperatureIncrement(0);
    }

    private static void transcribe(Transcriber lane, TranscriptionOptions options, String prompt) {
        lane.transcribe(WINDOW, options, prompt, new Cancellation());
    }

    private static float[] noise() {
        Random random = new Random(1);
        float[] samples = new float[29 * 16_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextGaussian() / 10;
        }
        return samples;
    }

    private static long kilobytes(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
