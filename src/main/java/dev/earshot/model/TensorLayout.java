package dev.earshot.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tensors that whisper.cpp creates for a header, by name: the same arithmetic as its loader (v1.9.1,
 * {@code whisper_model_load}), so that any size of model is known without a list of sizes.
 */
final class TensorLayout {

    /**
     * One tensor; {@code columns} is the length of a row as it lies in the file (ggml's {@code ne[0]}).
     *
     * @param planes 1 unless it is a convolution
     */
    record Tensor(TensorType type, int columns, int rows, int planes) {
        long bytes() {
            return type.bytes(Math.multiplyExact(Math.multiplyExact((long) columns, (long) rows), (long) planes));
        }

        String shape() {
            return columns + " x " + rows + " x " + planes;
        }
    }

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final TensorType weights;
    private final int width;

    private TensorLayout(ModelHeader header) {
        weights = header.weights();
        width = header.audioWidth();
        encoder(header);
        decoder(header);
    }

    /** Name to tensor, in the order of whisper.cpp's loader; files may have any order. */
    static Map<String, Tensor> of(ModelHeader header) {
        return new TensorLayout(header).tensors;
    }

    private void encoder(ModelHeader header) {
        put("encoder.positional_embedding", TensorType.F32, width, header.audioContext(), 1);
        convolution("encoder.conv1", header.mels());
        convolution("encoder.conv2", width);
        norm("encoder.ln_post");
        for (int i = 0; i < header.audioLayers(); i++) {
            String block = "encoder.blocks." + i;
            feedForward(block);
            attention(block + ".attn");
        }
    }

    private void decoder(ModelHeader header) {
        put("decoder.positional_embedding", TensorType.F32, width, header.textContext(), 1);
        put("decoder.token_embedding.weight", weights, width, header.vocabulary(), 1);
        norm("decoder.ln");
        for (int i = 0; i < header.textLayers(); i++) {
            String block = "decoder.blocks." + i;
            feedForward(block);
            attention(block + ".attn");
            attention(block + ".cross_attn");
        }
    }

    private void attention(String name) {
        norm(name + "_ln");
        linear(name + ".query", width, width);
        matrix(name + ".key", width, width);
        linear(name + ".value", width, width);
        linear(name + ".out", width, width);
    }

    private void feedForward(String block) {
        norm(block + ".mlp_ln");
        linear(block + ".mlp.0", width, 4 * width);
        linear(block + ".mlp.2", 4 * width, width);
    }

    /** Convolutions are never quantized, and their bias is a column. */
    private void convolution(String name, int inputs) {
        put(name + ".weight", TensorType.F16, 3, inputs, width);
        put(name + ".bias", TensorType.F32, 1, width, 1);
    }

    private void linear(String name, int inputs, int outputs) {
        matrix(name, inputs, outputs);
        put(name + ".bias", TensorType.F32, outputs, 1, 1);
    }

    private void matrix(String name, int inputs, int outputs) {
        put(name + ".weight", weights, inputs, outputs, 1);
    }

    private void norm(String name) {
        put(name + ".weight", TensorType.F32, width, 1, 1);
        put(name + ".bias", TensorType.F32, width, 1, 1);
    }

    private void put(String name, TensorType type, int columns, int rows, int planes) {
        tensors.put(name, new Tensor(type, columns, rows, planes));
    }
}
