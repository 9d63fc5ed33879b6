package dev.earshot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.earshot.model.ModelWriter.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The shapes of OpenAI's and the distilled models, as files of holes. */
class ModelShapesTest {
    @TempDir
    Path directory;

    static Stream<Arguments> shapes() {
        return Stream.of(
                arguments("tiny", true, 51865, 384, 4, 4, 80, Weights.F16, "f16"),
                arguments("tiny", false, 51864, 384, 4, 4, 80, Weights.Q8_0, "q8_0"),
                arguments("tiny", true, 51865, 384, 4, 4, 80, Weights.Q5_1, "q5_1"),
                arguments("base", true, 51865, 512, 6, 6, 80, Weights.Q8_0, "q8_0"),
                arguments("base", false, 51864, 512, 6, 6, 80, Weights.Q5_1, "q5_1"),
                arguments("base", true, 51865, 512, 6, 6, 80, Weights.Q4_K, "q4_k"),
                arguments("small", true, 51865, 768, 12, 12, 80, Weights.Q5_0, "q5_0"),
                arguments("medium", true, 51865, 1024, 24, 24, 80, Weights.Q6_K, "q6_k"),
                arguments("large", true, 51865, 1280, 32, 32, 80, Weights.F16, "f16"),
                arguments("large", true, 51866, 1280, 32, 32, 128, Weights.Q5_0, "q5_0"));
    }

    static Stream<Arguments> shapesThatOnlyTranscribe() {
        return Stream.of(
                arguments("large-v3-turbo", true, 51866, 1280, 32, 4, 128, Weights.Q5_0, "q5_0"),
                arguments("large-v3-turbo", true, 51866, 1280, 32, 4, 128, Weights.F16, "f16"),
                arguments("distil-large", true, 51866, 1280, 32, 2, 128, Weights.F16, "f16"),
                arguments("distil-medium", false, 51864, 1024, 24, 2, 80, Weights.F16, "f16"),
                arguments("distil-small", false, 51864, 768, 12, 4, 80, Weights.Q8_0, "q8_0"));
    }

    @ParameterizedTest(name = "{0} {8} of {2} tokens")
    @MethodSource({"shapes", "shapesThatOnlyTranscribe"})
    void shouldAcceptAndNameARealShape(
            String type,
            boolean multilingual,
            int vocabulary,
            int width,
            int audioLayers,
            int textLayers,
            int mels,
            Weights weights,
            String quantization)
            throws Exception {
        Path file = new ModelWriter(vocabulary, width, audioLayers, textLayers, 448, mels, weights)
                .write(directory.resolve("ggml-some.name-" + quantization + ".bin"));

        ModelDescription model = ModelFile.inspect(file);

        assertThat(model.name()).isEqualTo("some.name-" + quantization);
        assertThat(model.type()).isEqualTo(type);
        assertThat(model.quantization()).isEqualTo(quantization);
        assertThat(model.multilingual()).isEqualTo(multilingual);
        assertThat(model.canTranslate())
                .isEqualTo(multilingual && !type.startsWith("distil") && !type.endsWith("turbo"));
    }

    @Test
    void shouldCallAnUnusualShapeCustom() throws Exception {
        Path file = ModelWriter.small().write(directory.resolve("mine.bin"));

        assertThat(ModelFile.inspect(file).type()).isEqualTo("custom");
    }

    @Test
    void shouldAcceptTheTensorsInAnyOrder() throws Exception {
        ModelWriter model = ModelWriter.small();
        Collections.reverse(model.tensors);

        Path file = model.write(directory.resolve("reversed.bin"));

        assertThat(ModelFile.inspect(file).sizeBytes()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAcceptOnlyLimitsThatTheNativeLibrarySurvives(ForkedProbe.Library library)
            throws IOException, InterruptedException {
        List<String> files = new ArrayList<>();
        for (Weights weights : List.of(Weights.F16, Weights.Q5_0, Weights.Q5_1, Weights.Q8_0)) {
            files.add("long:" + write(weights + ".bin", 51864, 64, 1, 1, 64, 80, weights));
        }
        files.add("long:" + write("k.bin", 51866, 256, 1, 3, 64, 128, Weights.Q6_K));
        files.add("long:" + write("context.bin", 51865, 64, 1, 1, 448, 80, Weights.F16));
        files.add(write("deep.bin", 51865, 64, 32, 32, 64, 80, Weights.F16).toString());

        ForkedProbe.Result result = ForkedProbe.run(library, directory, files);

        assertThat(result.exitStatus()).as(result.output()).isZero();
    }

    private Path write(
            String name,
            int vocabulary,
            int width,
            int audioLayers,
            int textLayers,
            int context,
            int mels,
            Weights type)
            throws IOException {
        return new ModelWriter(vocabulary, width, audioLayers, textLayers, context, mels, type)
                .write(directory.resolve(name));
    }

    @Test
    void shouldRefuseFullPrecisionForTheNativeLibraryDiesOfIt() throws Exception {
        Path file = new ModelWriter(51865, 64, 1, 1, 64, 80, Weights.F32).write(directory.resolve("f32.bin"));

        ForkedProbe.Result result = ForkedProbe.run(ForkedProbe.Library.BUNDLED, directory, List.of(file.toString()));

        assertThat(catchThrowable(() -> ModelFile.inspect(file)))
                .hasMessageContaining("ftype is 0, expected one of f16,");
        assertThat(result.exitStatus()).as(result.output()).isNotZero();
        assertThat(result.output()).contains("GGML_ASSERT(src0->type == GGML_TYPE_F16)");
    }
}
