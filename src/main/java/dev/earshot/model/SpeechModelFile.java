package dev.earshot.model;

import dev.earshot.model.ModelException.Problem;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Silero's voice activity model in whisper.cpp's format, as upstream offers it ({@code ggml-silero-v5.1.2.bin}, {@code
 * ggml-silero-v6.2.0.bin}). There is one shape of it, so everything but version and weights must be as expected: native code
 * takes sizes from the file at their word.
 */
public final class SpeechModelFile {
    private static final int MAGIC = 0x67676d6c;
    private static final String TYPE = "silero-16k";

    /** Window, context, layers; in, out and kernel of each; input, hidden, convolution in and out of the end. */
    private static final int[] SHAPE = {512, 64, 4, 129, 128, 3, 128, 64, 3, 64, 64, 3, 64, 128, 3, 128, 128, 128, 1};

    /** A tensor as the file has it: type 0 is f32, 1 is f16. */
    private record Tensor(String name, int type, int... shape) {
        int bytes() {
            return Arrays.stream(shape).reduce(1, Math::multiplyExact) * (type == 0 ? 4 : 2);
        }
    }

    private static final List<Tensor> TENSORS = List.of(
            new Tensor("_model.encoder.0.reparam_conv.weight", 1, 3, 129, 128),
            new Tensor("_model.encoder.0.reparam_conv.bias", 0, 128),
            new Tensor("_model.encoder.1.reparam_conv.weight", 1, 3, 128, 64),
            new Tensor("_model.encoder.1.reparam_conv.bias", 0, 64),
            new Tensor("_model.encoder.2.reparam_conv.weight", 1, 3, 64, 64),
            new Tensor("_model.encoder.2.reparam_conv.bias", 0, 64),
            new Tensor("_model.encoder.3.reparam_conv.weight", 1, 3, 64, 128),
            new Tensor("_model.encoder.3.reparam_conv.bias", 0, 128),
            new Tensor("_model.decoder.rnn.weight_ih", 0, 128, 512),
            new Tensor("_model.decoder.rnn.weight_hh", 0, 128, 512),
            new Tensor("_model.decoder.rnn.bias_ih", 0, 512),
            new Tensor("_model.decoder.rnn.bias_hh", 0, 512),
            new Tensor("_model.decoder.decoder.2.weight", 1, 128),
            new Tensor("_model.decoder.decoder.2.bias", 0),
            new Tensor("_model.stft.forward_basis_buffer", 1, 256, 1, 258));

    private SpeechModelFile() {}

    /** @throws ModelException saying what is wrong with the file */
    public static void check(Path file) throws ModelException {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(
                    Problem.NOT_FOUND, "The speech model " + file + " does not exist. Correct earshot.vad.model.");
        }
        try (InputStream in = Files.newInputStream(file);
                DataInputStream data = new DataInputStream(in)) {
            boolean right = isExpected(data);
            if (!right) {
                throw new ModelException(
                        Problem.NOT_A_MODEL,
                        "The speech model " + file
                                + " is not Silero's in whisper.cpp's format, or damaged. Use ggml-silero-v6.2.0.bin or"
                                + " ggml-silero-v5.1.2.bin.");
            }
        } catch (IOException e) {
            throw new ModelException(
                    Problem.UNREADABLE, "The speech model " + file + " cannot be read, or ends too early: " + e, e);
        }
    }

    private static boolean isExpected(DataInputStream in) throws IOException {
        if (next(in) != MAGIC || !text(in, next(in)).equals(TYPE)) {
            return false;
        }
        in.skipNBytes(3 * Integer.BYTES); // version
        for (int expected : SHAPE) {
            if (next(in) != expected) {
                return false;
            }
        }
        for (Tensor tensor : TENSORS) {
            if (!isNext(tensor, in)) {
                return false;
            }
        }
        return in.read() < 0;
    }

    private static boolean isNext(Tensor tensor, DataInputStream in) throws IOException {
        int dimensions = next(in);
        int nameLength = next(in);
        if (dimensions != tensor.shape.length || next(in) != tensor.type) {
            return false;
        }
        for (int size : tensor.shape) {
            if (next(in) != size) {
                return false;
            }
        }
        if (!text(in, nameLength).equals(tensor.name)) {
            return false;
        }
        in.skipNBytes(tensor.bytes());
        return true;
    }

    private static int next(DataInputStream in) throws IOException {
        return Integer.reverseBytes(in.readInt());
    }

    /** Longer names than any that is expected are not read. */
    private static String text(DataInputStream in, int length) throws IOException {
        return length < 0 || length > 64 ? "" : new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    }
}
