package dev.earshot.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How numbers lie in a tensor. ggml knows more types; these are the ones that whisper.cpp's converter and quantizer
 * write, and each is accepted by every whisper.cpp that Earshot runs. A type outside this list is refused here because
 * ggml answers an unknown one with an assertion, which ends the process.
 */
public enum TensorType {
    F32(0, 0, 1, 4),
    F16(1, 1, 1, 2),
    Q4_0(2, 2, 32, 18),
    Q4_1(3, 3, 32, 20),
    Q5_0(8, 6, 32, 22),
    Q5_1(9, 7, 32, 24),
    Q8_0(7, 8, 32, 34),
    Q2_K(10, 10, 256, 84),
    Q3_K(11, 11, 256, 110),
    Q4_K(12, 12, 256, 144),
    Q5_K(13, 13, 256, 176),
    Q6_K(14, 14, 256, 210);

    /** ggml's GGML_QNT_VERSION_FACTOR: a header stores version * 1000 + file type. */
    static final int VERSION_FACTOR = 1000;
    /** ggml's GGML_QNT_VERSION; blocks of earlier versions have another layout under the same number. */
    static final int QUANTIZATION_VERSION = 2;

    private final int fileType;
    private final int code;
    private final int blockLength;
    private final int blockBytes;

    TensorType(int fileType, int code, int blockLength, int blockBytes) {
        this.fileType = fileType;
        this.code = code;
        this.blockLength = blockLength;
        this.blockBytes = blockBytes;
    }

    /** The type that a header's file type stands for, its version taken off; none if the weights cannot be of it. */
    static Optional<TensorType> ofFileType(int fileType) {
        return weightTypes().filter(t -> t.fileType == fileType).findFirst();
    }

    /** How a tensor's type number is called in messages: its name, or the number where we know none. */
    static String nameOf(int code) {
        return Arrays.stream(values())
                .filter(t -> t.code == code)
                .map(TensorType::label)
                .findFirst()
                .orElse("unknown type " + code);
    }

    static String weightLabels() {
        return weightTypes().map(TensorType::label).collect(Collectors.joining(", "));
    }

    /** Not 32-bit floats: the file would load, and then ggml's convolution asserts on them (GGML_ASSERT in im2col). */
    private static Stream<TensorType> weightTypes() {
        return Arrays.stream(values()).filter(t -> t != F32);
    }

    boolean isQuantized() {
        return blockLength > 1;
    }

    /** The number in a tensor's own header. */
    int code() {
        return code;
    }

    /** Values per block; a row is a whole number of blocks. */
    int blockLength() {
        return blockLength;
    }

    /** Bytes of {@code values} values, which must be a multiple of the block length. */
    long bytes(long values) {
        return Math.multiplyExact(values / blockLength, (long) blockBytes);
    }

    /** As users and file names write it: {@code f16}, {@code q8_0}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
