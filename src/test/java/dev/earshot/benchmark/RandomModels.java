package dev.earshot.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Models of true size with random weights, which decode a fixed number of tokens a window; kept in the user's cache. */
final class RandomModels {
    private static final Path FOLDER = Path.of(System.getProperty("user.home"), ".cache/earshot/random-models")
            .toAbsolutePath();

    /** Where native-libs/build.sh --tools has put whisper.cpp's own programs. */
    static final Path NATIVES =
            Path.of("target/native-libs/linux-" + architecture()).toAbsolutePath();

    private RandomModels() {}

    private static String architecture() {
        return System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
    }

    /**
     * @param size tiny or base
     * @param quantization f16, q8_0 or q5_1
     */
    static Path get(String size, String quantization, int tokens) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        Path plain = FOLDER.resolve(size + "-" + tokens + "-f16.bin");
        if (!Files.exists(plain)) {
            Path part = Path.of(plain + ".part");
            run(List.of(
                    "python3",
                    "native-libs/benchmark/gen_model.py",
                    "--size",
                    size,
                    "--tokens",
                    String.valueOf(tokens),
                    "--prompt",
                    "3",
                    "--out",
                    part.toString()));
            Files.move(part, plain);
        }
        Path model = FOLDER.resolve(size + "-" + tokens + "-" + quantization + ".bin");
        if (!Files.exists(model)) {
            Path part = Path.of(model + ".part");
            run(List.of(
                    NATIVES.resolve("tools/whisper-quantize").toString(),
                    plain.toString(),
                    part.toString(),
                    quantization));
            Files.move(part, model);
        }
        return model;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target/benchmark-models.log").toFile());
        builder.environment().put("LD_LIBRARY_PATH", NATIVES.toString());
        if (builder.start().waitFor() != 0) {
            throw new IOException(command + " failed; see target/benchmark-models.log (it needs python3 with numpy)");
        }
    }
}
