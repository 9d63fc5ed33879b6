package dev.earshot.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes ggml Whisper files as whisper.cpp's converter and quantizer lay them out, with zero weights left as holes, so
 * that a large model costs little disk. Deliberately a second description of the format, next to the one under test;
 * its fields can be made wrong before writing.
 */
public final class ModelWriter {
    /** A row type: file type, tensor type, values per block, bytes per block. */
    enum Weights {
        F32(0, 0, 1, 4),
        F16(1, 1, 1, 2),
        Q5_0(2008, 6, 32, 22),
        Q5_1(2009, 7, 32, 24),
        Q8_0(2007, 8, 32, 34),
        Q4_K(2012, 12, 256, 144),
        Q6_K(2014, 14, 256, 210);

        final int fileType;
        final int code;
        final int blockLength;
        final int blockBytes;

        Weights(int fileType, int code, int blockLength, int blockBytes) {
            this.fileType = fileType;
            this.code = code;
            this.blockLength = blockLength;
            this.blockBytes = blockBytes;
        }
    }

    /** One tensor; {@code dims} as in the file, row length first. */
    record Tensor(String name, int type, long bytes, int... dims) {}

    static final int VOCABULARY = 0;
    static final int AUDIO_CONTEXT = 1;
    static final int AUDIO_WIDTH = 2;
    static final int AUDIO_HEADS = 3;
    static final int AUDIO_LAYERS = 4;
    static final int TEXT_CONTEXT = 5;
    static final int TEXT_WIDTH = 6;
    static final int TEXT_HEADS = 7;
    static final int TEXT_LAYERS = 8;
    static final int MELS = 9;
    static final int FILE_TYPE = 10;

    int magic = 0x67676d6c;
    final int[] header;
    int filterRows;
    int filterBins = 201;
    float filterValue = 0.01f;
    int claimedTexts;
    final List<byte[]> texts = new ArrayList<>();
    final List<Tensor> tensors = new ArrayList<>();
    int trailingBytes;

    private final Weights weights;

    ModelWriter(
            int vocabulary, int width, int audioLayers, int textLayers, int textContext, int mels, Weights weights) {
        this.weights = weights;
        int heads = width / 64;
        header = new int[] {
            vocabulary, 1500, width, heads, audioLayers, textContext, width, heads, textLayers, mels, weights.fileType
        };
        filterRows = mels;
        claimedTexts = vocabulary == 51864 ? 50256 : 50257;
        for (int i = 0; i < claimedTexts; i++) {
            texts.add((i == 220 ? " " : " w" + i).getBytes(StandardCharsets.UTF_8));
        }
        addTensors(vocabulary, width, audioLayers, textLayers, textContext, mels);
    }

    /** The smallest one that Earshot accepts; as a file 6.7 MB, nearly all of it holes. */
    static ModelWriter small() {
        return new ModelWriter(51864, 64, 1, 1, 64, 80, Weights.F16);
    }

    /** The smallest one as a file; another seed makes other weights. */
    public static Path writeSmall(Path file, int seed) throws IOException {
        small().write(file);
        try (SeekableByteChannel out = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            out.position(out.size() - Integer.BYTES);
            out.write(ByteBuffer.wrap(ints(seed)));
        }
        return file;
    }

    /** Bytes of a model of that shape, whose token texts are not Whisper's. */
    public static long length(
            int vocabulary, int width, int audioLayers, int textLayers, int mels, String quantization, Path scratch)
            throws IOException {
        Weights weights = Weights.valueOf(quantization.toUpperCase(Locale.ROOT));
        Path file = new ModelWriter(vocabulary, width, audioLayers, textLayers, 448, mels, weights).write(scratch);
        long length = Files.size(file);
        Files.delete(file);
        return length;
    }

    /** Of the size of OpenAI's base model: it says nothing, and takes a board seconds for it. */
    public static Path writeBaseSized(Path file) throws IOException {
        return new ModelWriter(51865, 512, 6, 6, 448, 80, Weights.F16).write(file);
    }

    /** Of one of OpenAI's sizes, tiny, base or small, in f16, q8_0 or q5_1; as a file little more than a hole. */
    public static Path writeSized(Path file, String size, String quantization) throws IOException {
        int width = Map.of("tiny", 384, "base", 512, "small", 768).get(size);
        int layers = Map.of("tiny", 4, "base", 6, "small", 12).get(size);
        Weights weights = Weights.valueOf(quantization.toUpperCase(Locale.ROOT));
        return new ModelWriter(51865, width, layers, layers, 448, 80, weights).write(file);
    }

    private void addTensors(int vocabulary, int width, int audioLayers, int textLayers, int textContext, int mels) {
        floats("encoder.positional_embedding", width, 1500);
        convolution("encoder.conv1", mels, width);
        convolution("encoder.conv2", width, width);
        for (int i = 0; i < audioLayers; i++) {
            block("encoder.blocks." + i, width, false);
        }
        norm("encoder.ln_post", width);
        floats("decoder.positional_embedding", width, textContext);
        matrix("decoder.token_embedding.weight", width, vocabulary);
        for (int i = 0; i < textLayers; i++) {
            block("decoder.blocks." + i, width, true);
        }
        norm("decoder.ln", width);
    }

    private void block(String name, int n, boolean cross) {
        attention(name + ".attn", n);
        if (cross) {
            attention(name + ".cross_attn", n);
        }
        norm(name + ".mlp_ln", n);
        matrix(name + ".mlp.0.weight", n, 4 * n);
        floats(name + ".mlp.0.bias", 4 * n);
        matrix(name + ".mlp.2.weight", 4 * n, n);
        floats(name + ".mlp.2.bias", n);
    }

    private void attention(String name, int n) {
        norm(name + "_ln", n);
        for (String part : List.of("query", "key", "value", "out")) {
            matrix(name + "." + part + ".weight", n, n);
            if (!part.equals("key")) {
                floats(name + "." + part + ".bias", n);
            }
        }
    }

    private void convolution(String name, int in, int out) {
        boolean full = weights == Weights.F32;
        tensors.add(new Tensor(name + ".weight", full ? 0 : 1, 3L * in * out * (full ? 4 : 2), 3, in, out));
        floats(name + ".bias", 1, out);
    }

    private void norm(String name, int n) {
        floats(name + ".weight", n);
        floats(name + ".bias", n);
    }

    private void matrix(String name, int columns, int rows) {
        long bytes = (long) columns * rows / weights.blockLength * weights.blockBytes;
        tensors.add(new Tensor(name, weights.code, bytes, columns, rows));
    }

    private void floats(String name, int... dims) {
        long values = 1;
        for (int d : dims) {
            values *= d;
        }
        tensors.add(new Tensor(name, 0, values * 4, dims));
    }

    /** Position of a tensor by name. */
    int indexOf(String name) {
        for (int i = 0; i < tensors.size(); i++) {
            if (tensors.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException(name);
    }

    Path write(Path file) throws IOException {
        try (SeekableByteChannel out = Files.newByteChannel(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            out.write(ByteBuffer.wrap(head()));
            for (Tensor t : tensors) {
                out.write(ByteBuffer.wrap(tensorHeader(t)));
                out.position(out.position() + t.bytes());
            }
            long end = out.position() + trailingBytes;
            if (end > out.size()) {
                out.position(end - 1);
                out.write(ByteBuffer.wrap(new byte[1]));
            }
        }
        return file;
    }

    private byte[] head() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ints(magic));
        out.writeBytes(ints(header));
        out.writeBytes(ints(filterRows, filterBins));
        if (filterRows < 1000) {
            for (int i = 0; i < filterRows * 201; i++) {
                out.writeBytes(ints(Float.floatToRawIntBits(filterValue)));
            }
        }
        out.writeBytes(ints(claimedTexts));
        for (byte[] text : texts) {
            out.writeBytes(ints(text.length));
            out.writeBytes(text);
        }
        return out.toByteArray();
    }

    private static byte[] tensorHeader(Tensor t) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ints(t.dims().length, t.name().length(), t.type()));
        out.writeBytes(ints(t.dims()));
        out.writeBytes(t.name().getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int v : values) {
            bytes.putInt(v);
        }
        return bytes.array();
    }
}
