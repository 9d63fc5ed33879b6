package dev.earshot.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.model.ModelFile;
import dev.earshot.model.ModelWriter;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is predicted is what the kernel counts; all sizes and quantizations are compared by {@code MemoryComparison}. */
class MemoryPredictionTest {
    private static final Percentage TOLERANCE = Percentage.withPercentage(15);

    @TempDir
    Path directory;

    private Path file(String size, String quantization) throws Exception {
        return ModelWriter.writeSized(
                directory.resolve("ggml-" + size + "-" + quantization + ".bin"), size, quantization);
    }

    @ParameterizedTest
    @CsvSource({"q8_0, 1, true", "f16, 2, true", "q5_1, 1, false"})
    void shouldPredictWhatTheKernelCounts(String quantization, int lanes, boolean flashAttention) throws Exception {
        Path file = file("tiny", quantization);
        Computing how = new Computing(lanes, flashAttention);

        MemoryPrediction predicted = MemoryPrediction.of(ModelFile.inspect(file), how);
        Measured measured =
                Measured.of(System.getProperty("java.class.path"), System.getProperty("earshot.native.dir"), file, how);

        assertThat(predicted.usual()).as("usual").isCloseTo(measured.usual(), TOLERANCE);
        assertThat(predicted.most()).as("at most").isCloseTo(measured.most(), TOLERANCE);
    }

    @Test
    void shouldGrowWithSizeQuantizationLanesAndWithoutFlashAttention() throws Exception {
        List<Long> growing = List.of(
                usual("tiny", "q5_1", 1, true),
                usual("tiny", "q8_0", 1, true),
                usual("tiny", "q8_0", 2, true),
                usual("base", "q8_0", 2, true),
                usual("base", "q8_0", 2, false),
                usual("small", "q8_0", 2, false),
                usual("small", "f16", 2, false));

        assertThat(growing).isSorted().doesNotHaveDuplicates();
    }

    private long usual(String size, String quantization, int lanes, boolean flashAttention) throws Exception {
        Path file = directory.resolve("ggml-" + size + "-" + quantization + ".bin");
        Path model = file.toFile().exists() ? file : file(size, quantization);
        return MemoryPrediction.of(ModelFile.inspect(model), new Computing(lanes, flashAttention))
                .usual();
    }

    @Test
    void shouldNameItsParts() throws Exception {
        MemoryPrediction prediction =
                MemoryPrediction.of(ModelFile.inspect(file("tiny", "f16")), new Computing(1, true));

        assertThat(prediction.inWords()).startsWith("weights 74 MiB, vocabulary 8 MiB, ");
        assertThat(prediction.parts().stream()
                        .mapToLong(MemoryPrediction.Part::bytes)
                        .sum())
                .isEqualTo(prediction.most());
        assertThat(prediction.usual()).isLessThan(prediction.most());
    }
}
