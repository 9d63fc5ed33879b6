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
 * <p>Own libraries go first: {@code <dir>/<variant>/libwhisper-jni.so} or {@code <dir>/libwhisper-jni.so} in the configured
 * folder, or in {@code native-libs} beside the application. Otherwise the ones inside whisper-jni are unpacked.
 *
 * @param variant which one was loaded
 * @param folder where it lies
 * @param systemInfo whisper.cpp's own line about the instructions it uses
 * @param capabilities what it can do
 */
public record NativeLibrary(String variant, Path folder, String systemInfo, Capabilities capabilities) {
    static final String FILE = "libwhisper-jni.so";

    /** The wrapper loads from this folder instead of unpacking its own files. */
    private static final String FOLDER_PROPERTY = "io.github.givimad.whisperjni.libdir";

    /**
     * Where to look.
     *
     * @param configured the folder the user named; then nothing else is tried
     * @param besideApplication the folder of the executable or jar
     * @param unpackFolders where bundled files may be unpacked, best first
     */
    public record Places(Optional<Path> configured, Optional<Path> besideApplication, List<Path> unpackFolders) {}

    /**
     * Chooses and loads. Once a process: a second call must choose the same folder.
     *
     * @throws EngineException {@link ErrorCode#NOT_READY} with what is missing and what to do
     */
    public static NativeLibrary load(MachineFacts facts, Places places) {
        String own = "linux-" + facts.architecture();
        Optional<Path> ownFolder = ownFolder(own, places);
        if (ownFolder.isPresent()) {
            return load(own, ownFolder.get());
        }
        StockVariant stock = StockVariant.choose(facts);
        return load(stock.name(), unpack(stock, places.unpackFolders()));
    }

    private static Optional<Path> ownFolder(String variant, Places places) {
        if (places.configured().isPresent()) {
            Path base = places.configured().get();
            return Optional.of(firstWithLibrary(base, variant)
                    .orElseThrow(() -> new EngineException(
                            ErrorCode.NOT_READY,
                            "No native library for " + variant + " in " + base + " (looked for " + FILE
                                    + " there and in " + variant
                                    + "/). Correct earshot.native.dir, or remove it to use the bundled library.")));
        }
        return places.besideApplication().flatMap(app -> firstWithLibrary(app.resolve("native-libs"), variant));
    }

    private static Optional<Path> firstWithLibrary(Path base, String variant) {
        return Stream.of(base.resolve(variant), base)
                .filter(folder -> Files.isRegularFile(folder.resolve(FILE)))
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

    /** What callers may know of it. That it computes on the processor is known of the bundled ones alone. */
    LibraryFacts facts() {
        return new LibraryFacts(
                variant,
                "whisper.cpp via whisper-jni " + StockVariant.VERSION,
                systemInfo,
                variant.startsWith("stock-") ? List.of("CPU") : List.of(),
                Optional.empty());
    }

    private static NativeLibrary load(String variant, Path folder) {
        System.setProperty(FOLDER_PROPERTY, folder.toAbsolutePath().toString());
        try {
            WhisperJNI.loadLibrary();
            // Its log proxy detaches the calling thread from the virtual machine, which kills a native executable.
            WhisperJNI.setLibraryLogger(null);
            return new NativeLibrary(
                    variant, folder, new WhisperJNI().getSystemInfo().strip(), Capabilities.STOCK);
        } catch (IOException | UnsatisfiedLinkError e) {
            throw new EngineException(
                    ErrorCode.NOT_READY, "Cannot load " + folder.resolve(FILE) + ": " + e.getMessage() + remedy(e), e);
        }
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
