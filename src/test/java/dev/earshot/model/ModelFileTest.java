package dev.earshot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.earshot.model.ModelException.Problem;
import dev.earshot.model.ModelWriter.Tensor;
import dev.earshot.model.ModelWriter.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileTest {
    private static final String RETRY = ". Download it again.";

    @TempDir
    Path directory;

    private final ModelWriter model = ModelWriter.small();

    @Test
    void shouldDescribeTheDemoModel() throws Exception {
        Path file = DemoModel.unpackInto(List.of(directory));

        ModelDescription demo = ModelFile.inspect(file);

        assertThat(demo.name()).isEqualTo("earshot-demo");
        assertThat(demo.type()).isEqualTo("demo");
        assertThat(demo.quantization()).isEqualTo("q8_0");
        assertThat(demo.multilingual()).isTrue();
        assertThat(demo.canTranslate()).isFalse();
        assertThat(demo.sizeBytes()).isEqualTo(11_038_774);
        assertThat(demo.header().textContext()).isEqualTo(256);
        assertThat(demo.verifyChecksum()).isEqualTo(DemoModel.SHA256);
    }

    @Test
    void shouldFindNoFileWhenThereIsNone() {
        Path file = directory.resolve("ggml-none.bin");

        assertRefused(file, Problem.NOT_FOUND, "No model file " + file + ".");
    }

    @Test
    void shouldRejectADirectory() {
        assertRefused(directory, Problem.NOT_A_MODEL, directory + " is not a file. Name the model file itself.");
    }

    @Test
    void shouldRejectAnEmptyFile() throws IOException {
        Path file = Files.createFile(directory.resolve("m.bin"));

        assertRefused(file, Problem.DAMAGED, file + " is damaged: it is empty" + RETRY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Hello, world         | a file that starts with the bytes 48 65 6c 6c instead of 6c 6d 67 67
            x                    | a file that starts with the bytes 78 instead of 6c 6d 67 67
            GGUF and so on       | a GGUF file, the format of llama.cpp
            <html>404            | a web page, perhaps the error page of a download
            version https://git  | a Git LFS pointer and not the file that it stands for
            ggml                 | a big-endian ggml file
            """)
    void shouldSayWhatAFileIsWhenItIsNoModel(String content, String guess) throws IOException {
        Path file = Files.writeString(directory.resolve("m.bin"), content, StandardCharsets.ISO_8859_1);

        assertRefused(
                file,
                Problem.NOT_A_MODEL,
                file + " is not a model in whisper.cpp's ggml format: it is " + guess
                        + ". Use a file made for whisper.cpp, such as ggml-base-q8_0.bin.");
    }

    @ParameterizedTest
    @CsvSource({
        "48, 'it ends at byte 48 inside the mel filters, which needs 4 bytes from byte 48 on'",
        "20, 'it ends at byte 20 inside the hyper-parameters, which needs 4 bytes from byte 20 on'",
        "100, 'it ends at byte 100 inside the mel filters, which needs 4 bytes from byte 100 on'",
        "500000, 'it ends at byte 500000 inside the vocabulary, which needs 4 bytes from byte 499998 on'"
    })
    void shouldSayWhereATruncatedFileEnds(int length, String found) throws IOException {
        Path file = model.write(directory.resolve("m.bin"));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, length));

        assertRefused(file, Problem.DAMAGED, file + " is damaged: " + found + RETRY);
    }

    @Test
    void shouldRejectWhenTheLastWeightIsCutOff() throws IOException {
        Path file = model.write(directory.resolve("m.bin"));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));

        ModelException refusal = refusal(file);

        assertThat(refusal.problem()).isEqualTo(Problem.DAMAGED);
        assertThat(refusal)
                .hasMessage(file + " is damaged: it ends at byte " + (bytes.length - 1)
                        + " inside tensor decoder.ln.bias, which needs 256 bytes from byte " + (bytes.length - 256)
                        + " on" + RETRY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0  | 2000000000 | n_vocab is 2000000000, expected 51864 to 51866
            1  | 1501       | n_audio_ctx is 1501, expected 1500
            2  | 0          | n_audio_state is 0, expected 64 to 1280
            2  | 100000000  | n_audio_state is 100000000, expected 64 to 1280
            3  | 3          | n_audio_head is 3 at width 64, expected heads of width 64
            3  | 0          | n_audio_head is 0 at width 64, expected heads of width 64
            3  | 67108865   | n_audio_head is 67108865 at width 64, expected heads of width 64
            4  | 7777       | n_audio_layer is 7777, expected 1 to 32
            4  | -1         | n_audio_layer is -1, expected 1 to 32
            5  | 2147483647 | n_text_ctx is 2147483647, expected 64 to 448
            6  | 128        | n_text_state is 128, expected 64
            7  | 2          | n_text_head is 2 at width 64, expected heads of width 64
            8  | 33         | n_text_layer is 33, expected 1 to 32
            9  | 81         | n_mels is 81, expected 80 or 128
            10 | 99         | ftype is 99, expected one of f16, q4_0, q4_1, q5_0, q5_1, q8_0, q2_k, q3_k, q4_k, q5_k, q6_k
            10 | 0          | ftype is 0, expected one of f16, q4_0, q4_1, q5_0, q5_1, q8_0, q2_k, q3_k, q4_k, q5_k, q6_k
            10 | -7         | ftype is -7, expected one of f16, q4_0, q4_1, q5_0, q5_1, q8_0, q2_k, q3_k, q4_k, q5_k, q6_k
            10 | 1007       | ftype 1007 says quantization version 1, expected 2
            10 | 2012       | rows of 64 values cannot be q4_k, whose blocks have 256
            """)
    void shouldRejectHyperParametersThatAreNoWhisperModels(int field, int value, String found) throws IOException {
        model.header[field] = value;

        Path file = model.write(directory.resolve("m.bin"));

        assertRefused(
                file,
                Problem.UNSUPPORTED,
                file + " is not a Whisper model that Earshot can run: " + found
                        + ". Download it again, or use one in whisper.cpp's ggml format.");
    }

    @Test
    void shouldRejectHugeMelFilters() throws IOException {
        model.filterRows = 1 << 30;

        assertDamaged("its mel filters are 1073741824 x 201, expected 80 x 201");
    }

    @Test
    void shouldRejectMelFiltersThatAreNoNumbers() throws IOException {
        model.filterValue = Float.NaN;

        assertDamaged("value 0 of its mel filters is no number");
    }

    @Test
    void shouldRejectAVocabularyLargerThanTheModels() throws IOException {
        model.claimedTexts = Integer.MAX_VALUE;

        assertDamaged("its vocabulary has 2147483647 texts, expected 50256 to 51864");
    }

    @Test
    void shouldRejectAnEndlessToken() throws IOException {
        model.texts.set(7, new byte[1025]);

        assertDamaged("the text of token 7 is 1025 bytes long, expected at most 1024");
    }

    @Test
    void shouldRejectAVocabularyWithoutTheSpaceThatWhisperLooksUp() throws IOException {
        model.texts.set(220, "_".getBytes(StandardCharsets.UTF_8));

        assertDamaged("its vocabulary has no token for the single space");
    }

    @Test
    void shouldRejectSixtyDimensions() throws IOException {
        edit(0, t -> new Tensor(t.name(), t.type(), t.bytes(), new int[60]));

        assertDamaged("tensor 1 of 50 has 60 dimensions, expected 1 to 4");
    }

    @Test
    void shouldRejectALongTensorName() throws IOException {
        edit(0, t -> new Tensor("n".repeat(65), t.type(), t.bytes(), t.dims()));

        assertDamaged("tensor 1 of 50 has a name of 65 bytes, expected 1 to 64");
    }

    @Test
    void shouldRejectANegativeNameLength() throws IOException {
        Path file = model.write(directory.resolve("m.bin"));
        byte[] bytes = Files.readAllBytes(file);
        int at = ParsedModel.of(bytes).tensors().get(0).at() + 4;
        System.arraycopy(ModelWriter.ints(-5), 0, bytes, at, 4);
        Files.write(file, bytes);

        assertRefused(
                file,
                Problem.DAMAGED,
                file + " is damaged: tensor 1 of 50 has a name of -5 bytes, expected 1 to 64" + RETRY);
    }

    @Test
    void shouldNotRepeatUnprintableNames() throws IOException {
        edit(0, t -> new Tensor("\u001b[31mred", t.type(), t.bytes(), t.dims()));

        assertDamaged("the name of tensor 1 of 50 is not printable");
    }

    @Test
    void shouldRejectAnUnknownTensor() throws IOException {
        edit(3, t -> new Tensor("encoder.conv9.weight", t.type(), t.bytes(), t.dims()));

        assertDamaged("tensor 4 of 50 is called \"encoder.conv9.weight\", which a model of this shape does not have");
    }

    @Test
    void shouldRejectATensorOfALayerThatTheHeaderDoesNotCount() throws IOException {
        ModelWriter deeper = new ModelWriter(51864, 64, 2, 1, 64, 80, Weights.F16);
        deeper.header[ModelWriter.AUDIO_LAYERS] = 1;

        Path file = deeper.write(directory.resolve("m.bin"));

        assertThat(refusal(file)).hasMessageContaining("is called \"encoder.blocks.1.attn_ln.weight\", which a model");
    }

    @Test
    void shouldRejectAWrongShape() throws IOException {
        edit(model.indexOf("encoder.conv1.weight"), t -> new Tensor(t.name(), t.type(), t.bytes(), 3, 64, 80));

        assertDamaged("tensor encoder.conv1.weight is 3 x 64 x 80, expected 3 x 80 x 64");
    }

    @Test
    void shouldRejectAFourthDimension() throws IOException {
        edit(model.indexOf("decoder.ln.bias"), t -> new Tensor(t.name(), t.type(), t.bytes(), 64, 1, 1, 2));

        assertDamaged("tensor decoder.ln.bias is 64 x 1 x 1 x 2, expected 64 x 1 x 1");
    }

    @Test
    void shouldRejectDimensionsWhoseProductOverflows() throws IOException {
        edit(0, t -> new Tensor(t.name(), t.type(), t.bytes(), 1 << 30, 1 << 30, 1 << 30));

        assertDamaged(
                "tensor encoder.positional_embedding is 1073741824 x 1073741824 x 1073741824, expected 64 x 1500 x 1");
    }

    @ParameterizedTest
    @CsvSource({"0, f32", "8, q8_0", "4711, unknown type 4711", "-1, unknown type -1"})
    void shouldRejectATypeThatDisagreesWithTheHeader(int type, String name) throws IOException {
        int at = model.indexOf("decoder.token_embedding.weight");
        edit(at, t -> new Tensor(t.name(), type, t.bytes(), t.dims()));

        assertDamaged("tensor decoder.token_embedding.weight is " + name + ", expected f16");
    }

    @Test
    void shouldRejectATensorThatComesTwice() throws IOException {
        model.tensors.add(3, model.tensors.get(2));

        assertDamaged("tensor encoder.conv1.bias comes twice");
    }

    @Test
    void shouldRejectAMissingTensor() throws IOException {
        model.tensors.remove(model.indexOf("decoder.ln.weight"));

        assertDamaged("it ends after 49 of 50 tensors; decoder.ln.weight is missing");
    }

    @Test
    void shouldRejectAModelWithoutTensors() throws IOException {
        model.tensors.clear();

        assertDamaged("it ends after 0 of 50 tensors; encoder.positional_embedding is missing");
    }

    @Test
    void shouldRejectTrailingBytes() throws IOException {
        model.trailingBytes = 5;

        assertDamaged("5 bytes follow the last of its 50 tensors");
    }

    private interface Edit {
        Tensor apply(Tensor tensor);
    }

    private void edit(int index, Edit edit) {
        model.tensors.set(index, edit.apply(model.tensors.get(index)));
    }

    private void assertDamaged(String found) throws IOException {
        Path file = model.write(directory.resolve("m.bin"));
        assertRefused(file, Problem.DAMAGED, file + " is damaged: " + found + RETRY);
    }

    private static void assertRefused(Path file, Problem problem, String message) {
        ModelException refusal = refusal(file);
        assertThat(refusal).hasMessage(message);
        assertThat(refusal.problem()).isEqualTo(problem);
    }

    private static ModelException refusal(Path file) {
        return catchThrowableOfType(ModelException.class, () -> ModelFile.inspect(file));
    }
}
