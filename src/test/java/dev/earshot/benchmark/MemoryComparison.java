package dev.earshot.benchmark;

import dev.earshot.model.ModelFile;
import dev.earshot.planning.Computing;
import dev.earshot.planning.Measured;
import dev.earshot.planning.MemoryPrediction;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Memory that models take, predicted and measured, side by side; each in a process of its own.
 *
 * <p>{@code ./mvnw -Pbenchmark verify -Dbenchmark=dev.earshot.benchmark.MemoryComparison}, narrowed by {@code
 * -Dbenchmark.sizes=tiny -Dbenchmark.quantizations=q8_0 -Dbenchmark.lanes=1 -Dbenchmark.libraries=own,plain,bundled}
 */
public final class MemoryComparison {
    private MemoryComparison() {}

    public static void main(String[] args) throws Exception {
        System.out.println(
                "\n| memory, MB | usual, predicted | measured | ratio | at most, predicted | measured | ratio |");
        System.out.println("|---".repeat(7) + "|");
        for (String library : chosen("libraries", "own,plain,bundled")) {
            for (String size : chosen("sizes", "tiny,base,small")) {
                for (String quantization : chosen("quantizations", "f16,q8_0,q5_1")) {
                    for (String lanes : chosen("lanes", "1,2")) {
                        row(library, size, quantization, new Computing(Integer.parseInt(lanes), library.equals("own")));
                    }
                }
            }
        }
    }

    private static List<String> chosen(String what, String all) {
        return List.of(System.getProperty("benchmark." + what, all).split(","));
    }

    /** {@code own}, our library with flash attention; {@code plain}, without; {@code bundled}. */
    private static void row(String library, String size, String quantization, Computing how) throws Exception {
        Path file = RandomModels.get(size, quantization, 10);
        MemoryPrediction predicted = MemoryPrediction.of(ModelFile.inspect(file), how);
        Measured measured = Measured.of(
                classpath(),
                library.equals("bundled")
                        ? "bundled"
                        : RandomModels.NATIVES.getParent().toString(),
                file,
                how);
        System.out.printf(
                Locale.ROOT,
                "| %s %s, %d lane(s), %s | %.0f | %.0f | %.2f | %.0f | %.0f | %.2f |%n",
                size,
                quantization,
                how.lanes(),
                library,
                predicted.usual() / 1e6,
                measured.usual() / 1e6,
                (double) predicted.usual() / measured.usual(),
                predicted.most() / 1e6,
                measured.most() / 1e6,
                (double) predicted.most() / measured.most());
    }

    /** Maven runs this class in its own virtual machine, from a class loader. */
    private static String classpath() {
        return MemoryComparison.class.getClassLoader() instanceof URLClassLoader maven
                ? Arrays.stream(maven.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }
}
