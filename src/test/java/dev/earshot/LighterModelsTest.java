package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelFile;
import dev.earshot.model.ModelWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LighterModelsTest {
    @TempDir
    Path directory;

    private ModelDescription model(String size, String quantization) throws Exception {
        Path file = directory.resolve("ggml-" + size + "-" + quantization + ".bin");
        ModelWriter.writeSized(file, size, quantization);
        return ModelFile.inspect(file);
    }

    @Test
    void shouldTakeTheLargestOfTheSmallerOnesAndOfEqualsTheFirst() throws Exception {
        ModelDescription small = model("small", "q8_0");
        ModelDescription base = model("base", "q8_0");
        ModelDescription baseToo = model("base", "q5_1");
        ModelDescription tiny = model("tiny", "q8_0");

        assertThat(LighterModels.smaller(small, List.of(tiny, base, baseToo, small)))
                .contains(base);
        assertThat(LighterModels.smaller(base, List.of(base, baseToo, tiny, small)))
                .contains(tiny);
        assertThat(LighterModels.smaller(tiny, List.of(base, tiny, small))).isEmpty();
    }

    /** Its file is smaller, and its layers are as many. */
    @Test
    void shouldNotTakeAnotherQuantizationForASmallerModel() throws Exception {
        assertThat(LighterModels.smaller(model("base", "q8_0"), List.of(model("base", "q5_1"))))
                .isEmpty();
    }
}
