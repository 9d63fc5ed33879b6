package dev.earshot.model.store;

import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelException;
import dev.earshot.model.ModelException.Problem;
import dev.earshot.model.ModelFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs whisper.cpp's own quantizer, which native-libs/build.sh --tools builds. Used by the holder of the target's lock. */
final class Quantizer {
    /** Values per block of those that whisper.cpp's quantizer makes; a row must be a whole number of blocks. */
    private static final Map<String, Integer> BLOCKS = Map.of(
            "q4_0", 32, "q4_1", 32, "q5_0", 32, "q5_1", 32, "q8_0", 32, "q2_k", 256, "q3_k", 256, "q4_k", 256, "q5_k",
            256, "q6_k", 256);

    private static final long LIMIT_MINUTES = 120;
    private static final int TAIL_CHARACTERS = 300;

    private final StoreSettings settings;
    private final StoreFolder folder;
    private final VersionRecords records;
    private final Path tool;

    Quantizer(StoreSettings settings, StoreFolder folder, VersionRecords records, Path tool) {
        this.settings = settings;
        this.folder = folder;
        this.records = records;
        this.tool = tool;
    }

    Installation run(ModelName source, String type, ModelName target, Progress progress)
            throws IOException, ModelException {
        Integer block = BLOCKS.get(type);
        if (block == null) {
            throw new ModelException(
                    Problem.REFUSED,
                    "\"" + type.replaceAll("[^ -~]", "?") + "\" is no quantization. Choose one of "
                            + String.join(
                                    ", ", BLOCKS.keySet().stream().sorted().toList()) + ".");
        }
        if (!Files.isExecutable(tool)) {
            throw new ModelException(
                    Problem.NOT_FOUND,
                    "whisper.cpp's quantizer is not there (" + tool + "). native-libs/build.sh --tools builds it.");
        }
        InstalledVersion version = records.require(source, folder.active(source));
        Path from = folder.modelFile(source, version.version());
        ModelDescription model = ModelFile.inspect(from);
        requireQuantizable(model, source, type, block);
        StoreFailure.requireRoom(settings.directory(), version.length(), settings.keepFree());
        new Switching(folder).requireFree(target);
        progress.begins("quantizing " + source + " version " + version.version() + " to " + type);
        try (Staging staging = Staging.in(folder, target)) {
            execute(List.of(tool.toString(), from.toString(), staging.file().toString(), type), staging.log());
            ModelDescription made = ModelFile.inspect(staging.file());
            if (!made.quantization().equals(type)) {
                throw new ModelException(
                        Problem.DAMAGED, "The quantizer made " + made.quantization() + " instead of " + type + ".");
            }
            DurableFiles.force(staging.file());
            Digests.Sums sums = Digests.of(staging.file(), Progress.NONE).finish();
            return new Installer(settings, folder, Catalogue.embedded())
                    .install(
                            staging,
                            ModelKind.TRANSCRIPTION,
                            sums,
                            "quantized here from " + source + " version " + version.version() + " (SHA-256 "
                                    + version.sha256() + ")",
                            "structure only: it was made here");
        }
    }

    private static void requireQuantizable(ModelDescription model, ModelName source, String type, int block)
            throws ModelException {
        if (!model.quantization().equals("f16")) {
            throw new ModelException(
                    Problem.REFUSED,
                    source + " is " + model.quantization() + " already, and only f16 models can be quantized. Pull the"
                            + " model without a suffix.");
        }
        int width = model.header().audioWidth();
        if (width % block != 0) {
            throw new ModelException(
                    Problem.REFUSED,
                    source + " has rows of " + width + " values, which " + type + " cannot cut into blocks of " + block
                            + ". Choose q8_0, q5_1 or another whose name does not end in _k.");
        }
    }

    private void execute(List<String> command, Path log) throws IOException, ModelException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(log.toFile());
        // The libraries it needs lie beside the folder that it lies in.
        builder.environment()
                .put(
                        "LD_LIBRARY_PATH",
                        tool.toAbsolutePath().getParent().getParent().toString());
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                throw new ModelException(
                        Problem.NOT_WRITTEN, "The quantizer did not end within " + LIMIT_MINUTES + " minutes.");
            }
            if (process.exitValue() != 0) {
                throw new ModelException(
                        Problem.NOT_WRITTEN, "The quantizer failed (status " + process.exitValue() + "): " + tail(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(Problem.NOT_WRITTEN, "Quantizing was interrupted.", e);
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(log);
        }
    }

    private static String tail(Path log) throws IOException {
        String text = Files.size(log) > 1 << 20 ? "" : Files.readString(log, StandardCharsets.ISO_8859_1);
        String line = text.replaceAll("[^ -~]+", " ").strip();
        return line.substring(Math.max(0, line.length() - TAIL_CHARACTERS));
    }
}
