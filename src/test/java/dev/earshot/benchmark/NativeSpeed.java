package dev.earshot.benchmark;

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
import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Encoder and decoder on the bundled and on our own library: a window of 30 s is decoded by models that say 10 and 100 tokens; the
 * difference is 90 tokens, the rest is the encoder. Each library in a virtual machine of its own, by turns.
 *
 * <p>{@code ./mvnw -Pbenchmark verify -Dbenchmark=dev.earshot.benchmark.NativeSpeed}
 */
public final class NativeSpeed {
    private static final int RUNS = Integer.getInteger("benchmark.runs", 3);

    private enum Library {
        BUNDLED("bundled 1.7.1", "bundled", false),
        OWN_PLAIN("own, flash attention off", "target/native-libs", false),
        OWN_FLASH("own, flash attention on", "target/native-libs", true);

        private final String title;
        private final String folder;
        private final boolean flashAttention;

        Library(String title, String folder, boolean flashAttention) {
            this.title = title;
            this.folder = folder;
            this.flashAttention = flashAttention;
        }
    }

    private NativeSpeed() {}

    /** Without arguments the table; with them one measurement, in a child: library, models, threads. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            measure(Library.valueOf(args[0]), Path.of(args[1]), Path.of(args[2]), Integer.parseInt(args[3]));
            return;
        }
        System.out.println("\n| 30 s window, CPU (wall) ms | " + titles("encode") + " | " + titles("token") + " |");
        System.out.println("|---".repeat(7) + "|");
        for (String size : chosen("benchmark.sizes", "tiny,base")) {
            for (String quantization : chosen("benchmark.quantizations", "f16,q8_0,q5_1")) {
                for (String threads : chosen("benchmark.threads", "1,2")) {
                    printRow(size, quantization, Integer.parseInt(threads));
                }
            }
        }
    }

    private static List<String> chosen(String property, String all) {
        return List.of(System.getProperty(property, all).split(","));
    }

    private static String titles(String what) {
        return String.join(
                " | ",
                Arrays.stream(Library.values())
                        .map(library -> what + ", " + library.title)
                        .toList());
    }

    private static void printRow(String size, String quantization, int threads) throws Exception {
        Path few = RandomModels.get(size, quantization, 10);
        Path many = RandomModels.get(size, quantization, 100);
        StringBuilder encode = new StringBuilder();
        StringBuilder token = new StringBuilder();
        for (Library library : Library.values()) {
            String[] said = child(library, few, many, threads).split(" ");
            encode.append(" | ").append(said[0]).append(" (").append(said[1]).append(")");
            token.append(" | ").append(said[2]).append(" (").append(said[3]).append(")");
        }
        System.out.println("| " + size + " " + quantization + ", " + threads + " thread(s)" + encode + token + " |");
    }

    private static String child(Library library, Path few, Path many, int threads) throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classpath(),
                        NativeSpeed.class.getName(),
                        library.name(),
                        few.toString(),
                        many.toString(),
                        String.valueOf(threads))
                .redirectError(new File("target/benchmark.log"))
                .start();
        String said = new String(child.getInputStream().readAllBytes()).strip();
        if (child.waitFor() != 0) {
            throw new IllegalStateException(library + " failed; see target/benchmark.log");
        }
        return said.lines().reduce((first, second) -> second).orElseThrow();
    }

    /** Maven runs this class in its own virtual machine, from a class loader. */
    private static String classpath() {
        return NativeSpeed.class.getClassLoader() instanceof URLClassLoader maven
                ? String.join(
                        File.pathSeparator,
                        Arrays.stream(maven.getURLs()).map(URL::getPath).toList())
                : System.getProperty("java.class.path");
    }

    private record Took(double cpu, double wall) {}

    private static void measure(Library library, Path few, Path many, int threads) throws Exception {
        Took ten = median(library, few, threads);
        Took hundred = median(library, many, threads);
        double token = (hundred.cpu - ten.cpu) / 90;
        double tokenWall = (hundred.wall - ten.wall) / 90;
        System.out.printf(
                Locale.ROOT,
                "%.0f %.0f %.1f %.1f%n",
                ten.cpu - 10 * token,
                ten.wall - 10 * tokenWall,
                token,
                tokenWall);
    }

    private static Took median(Library library, Path file, int threads) throws Exception {
        MachineFacts machine = MachineFacts.read(
                Path.of("/"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
        NativeLibrary.Places places = new NativeLibrary.Places(
                Optional.of(Path.of(library.folder)),
                List.of(),
                List.of(Path.of("target/benchmark-natives").toAbsolutePath()));
        ModelDescription description = ModelFile.inspect(file);
        ComputeSettings settings =
                new ComputeSettings(threads, false, 0, library.flashAttention, new ContextFit(1, 384, false));
        TranscriptionOptions options = TranscriptionOptions.builder()
                .language(Optional.of("en"))
                .temperatureIncrement(0)
                .build();
        float[] window = new float[29 * 16_000];
        Took[] took = new Took[RUNS];
        try (LoadedModel model = new WhisperModelLoader(
                                () -> description,
                                () -> NativeLibrary.load(machine, places),
                                settings,
                                Optional.empty())
                        .load();
                Transcriber transcriber = model.open()) {
            transcriber.transcribe(window, options, "", new Cancellation());
            for (int run = 0; run < RUNS; run++) {
                double cpu = cpuMillis();
                long begun = System.nanoTime();
                transcriber.transcribe(window, options, "", new Cancellation());
                took[run] = new Took(cpuMillis() - cpu, (System.nanoTime() - begun) / 1e6);
            }
        }
        Arrays.sort(took, (a, b) -> Double.compare(a.cpu, b.cpu));
        return took[RUNS / 2];
    }

    private static double cpuMillis() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e6;
    }
}
