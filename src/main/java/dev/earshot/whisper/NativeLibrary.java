package dev.earshot.whisper;

import dev.earshot.device.MachineFacts;
import dev.earshot.engine.Capabilities;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.LibraryFacts;
import dev.earshot.model.EmbeddedFile;
import dev.earshot.model.ModelException;
import io.github.givimad.whisperjni.WhisperJNI;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The native library of this process: chosen by what the kernel says about the processor, before anything is loaded.
 *
 * <p>Installed libraries go first: {@code <dir>/<variant>/libwhisper-jni.so} or {@code <dir>/libwhisper-jni.so} in the
 * configured folder, or in {@code native-libs} beside the application. Otherwise the ones inside whisper-jni are unpacked.
 *
 * @param facts what callers may know of it
 * @param capabilities what it can do
 */
public record NativeLibrary(LibraryFacts facts, Capabilities capabilities) {
    static final String FILE = "libwhisper-jni.so";

    /** The wrapper loads from this folder instead of unpacking its own files. */
    private static final String FOLDER_PROPERTY = "io.github.givimad.whisperjni.libdir";

    private static final String STOCK_VERSION = "whisper.cpp via whisper-jni " + StockVariant.VERSION;

    /** Builds for an architecture, best first: one with a GPU computes on the processor where there is none. */
    private static final List<String> BUILDS = List.of("-cuda13", "-cuda12", "-cuda", "");

    /**
     * Where to look.
     *
     * @param configured the folder the user named; then nothing else is tried
     * @param besideApplication folders in which {@code native-libs} may lie, best first
     * @param unpackFolders where bundled files may be unpacked, best first
     * @param variants names of builds to look for before the others, best first
     * @param oldest takes the build for the oldest processors, and none for a GPU, whatever this machine could run
     */
    public record Places(
            Optional<Path> configured,
            List<Path> besideApplication,
            List<Path> unpackFolders,
            List<String> variants,
            boolean oldest) {
        private static final Path BUNDLED = Path.of("bundled");

        /** Takes the builds in their usual order. */
        public Places(Optional<Path> configured, List<Path> besideApplication, List<Path> unpackFolders) {
            this(configured, besideApplication, unpackFolders, List.of());
        }

        /** Takes the best that the machine can run. */
        public Places(
                Optional<Path> configured,
                List<Path> besideApplication,
                List<Path> unpackFolders,
                List<String> variants) {
            this(configured, besideApplication, unpackFolders, variants, false);
        }

        /** The folder called {@code bundled} stands for none: the libraries inside whisper-jni are used. */
        public Places {
            if (configured.equals(Optional.of(BUNDLED))) {
                configured = Optional.empty();
                besideApplication = List.of();
            }
        }
    }

    private record Installed(String variant, Path folder) {}

    /**
     * Chooses and loads. Once a process: a second call must choose the same folder.
     *
     * @throws EngineException {@link ErrorCode#NOT_READY} with what is missing and what to do
     */
    public static NativeLibrary load(MachineFacts machine, Places places) {
        Optional<Installed> installed = installed("linux-" + machine.architecture(), places);
        if (installed.isEmpty()) {
            StockVariant stock = StockVariant.choose(machine, places.oldest());
            return loadStock(stock.name(), unpack(stock, places.unpackFolders()));
        }
        String variant = installed.get().variant();
        Path folder = installed.get().folder();
        if (!OwnLibrary.isIn(folder)) {
            return loadStock(variant, folder);
        }
        OwnLibrary.requireProcessor(machine);
        try {
            Path loaded = places.oldest() ? OldestBuild.of(folder, places.unpackFolders()) : folder;
            return new NativeLibrary(OwnLibrary.load(variant, loaded), Capabilities.OWN);
        } catch (IOException | UnsatisfiedLinkError e) {
            throw cannotLoad(folder, e);
        }
    }

    /**
     * What {@link #load} would load, in words.
     *
     * @throws EngineException {@link ErrorCode#NOT_READY} with what is missing and what to do
     */
    public static String choice(MachineFacts machine, Places places) {
        return installed("linux-" + machine.architecture(), places)
                .map(found -> found.variant() + " (" + found.folder() + ")")
                .orElseGet(() -> StockVariant.choose(machine, places.oldest()).name() + " (inside Earshot)");
    }

    /**
     * Which library {@link #load} would load, by what it would call itself afterwards.
     *
     * @param variant which build of it
     * @param version of whisper.cpp, and by which way it is called
     */
    public record Identity(String variant, String version) {}

    /**
     * Told without loading it, from the files that lie beside it.
     *
     * @throws EngineException {@link ErrorCode#NOT_READY} with what is missing and what to do
     */
    public static Identity identity(MachineFacts machine, Places places) {
        return installed("linux-" + machine.architecture(), places)
                .map(found -> new Identity(
                        found.variant(),
                        OwnLibrary.isIn(found.folder()) ? OwnLibrary.version(found.folder()) : STOCK_VERSION))
                .orElseGet(() -> new Identity(
                        StockVariant.choose(machine, places.oldest()).name(), STOCK_VERSION));
    }

    /** Where a program of whisper.cpp's lies, or would lie, that native-libs/build.sh --tools builds beside our own library. */
    public static Path tool(MachineFacts machine, Places places, String name) {
        String architecture = "linux-" + machine.architecture();
        return installed(architecture, places)
                .map(Installed::folder)
                .orElse(Path.of("native-libs", architecture))
                .resolve("tools")
                .resolve(name);
    }

    private static Optional<Installed> installed(String architecture, Places places) {
        if (places.configured().isPresent()) {
            Path base = places.configured().get();
            return Optional.of(firstIn(base, architecture, places)
                    .orElseThrow(() -> new EngineException(
                            ErrorCode.NOT_READY,
                            "No native library for " + architecture + " in " + base + " (looked for " + FILE
                                    + " there and in " + architecture
                                    + "/). Correct earshot.native.dir, or remove it to use the bundled library.")));
        }
        return places.besideApplication().stream()
                .flatMap(folder -> firstIn(folder.resolve("native-libs"), architecture, places).stream())
                .findFirst();
    }

    private static Optional<Installed> firstIn(Path base, String architecture, Places places) {
        Stream<String> names = places.oldest()
                ? Stream.of(architecture)
                : Stream.concat(places.variants().stream(), BUILDS.stream().map(build -> architecture + build));
        Stream<Installed> builds = names.distinct().map(variant -> new Installed(variant, base.resolve(variant)));
        return Stream.concat(builds, Stream.of(new Installed(architecture, base)))
                .filter(installed -> Files.isRegularFile(installed.folder().resolve(FILE)))
                .findFirst();
    }

    private static Path unpack(StockVariant stock, List<Path> folders) {
        List<Path> candidates = folders.stream()
                .map(folder -> folder.resolve("natives")
                        .resolve("whisper-jni-" + StockVariant.VERSION)
                        .resolve(stock.name()))
                .toList();
        try {
            Path folder = null;
            for (StockVariant.NativeFile file : stock.files()) {
                Path unpacked = new EmbeddedFile(file.resource(), file.fileName(), file.sha256(), file.length())
                        .unpackInto(folder == null ? candidates : List.of(folder));
                folder = unpacked.getParent();
            }
            return folder;
        } catch (ModelException e) {
            throw new EngineException(ErrorCode.NOT_READY, e.getMessage(), e);
        }
    }

    private static NativeLibrary loadStock(String variant, Path folder) {
        System.setProperty(FOLDER_PROPERTY, folder.toAbsolutePath().toString());
        try {
            WhisperJNI.loadLibrary();
            // Its log proxy detaches the calling thread from the virtual machine, which kills a native executable.
            WhisperJNI.setLibraryLogger(null);
            // That it computes on the processor is known of the bundled ones alone.
            List<String> devices = variant.startsWith("stock-") ? List.of("CPU") : List.of();
            LibraryFacts facts = new LibraryFacts(
                    variant, STOCK_VERSION, new WhisperJNI().getSystemInfo().strip(), devices, Optional.empty());
            return new NativeLibrary(facts, Capabilities.STOCK);
        } catch (IOException | UnsatisfiedLinkError e) {
            throw cannotLoad(folder, e);
        }
    }

    private static EngineException cannotLoad(Path folder, Throwable e) {
        return new EngineException(
                ErrorCode.NOT_READY, "Cannot load " + folder.resolve(FILE) + ": " + e.getMessage() + remedy(e), e);
    }

    private static String remedy(Throwable e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("libgomp.so.1")) {
            return ". Install the package libgomp1 (apt install libgomp1).";
        }
        if (message.contains("libstdc++.so.6")) {
            return ". Install the package libstdc++6 (apt install libstdc++6).";
        }
        return "";
    }
}
