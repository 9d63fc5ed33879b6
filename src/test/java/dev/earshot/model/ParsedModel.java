package dev.earshot.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The structure of a well-formed model in memory, by a reader without any check: a second opinion for tests. */
record ParsedModel(
        List<Integer> header, List<Integer> filterShape, int vocabularyAt, int[] tokensAt, List<Tensor> tensors) {

    static final int FILTERS_AT = 12 * 4;

    /** Where a tensor's header starts, where its data start and end, and what the header says. */
    record Tensor(int at, int dataAt, int end, String name, int type, List<Integer> shape) {}

    static ParsedModel of(byte[] bytes) {
        return of(ByteBuffer.wrap(bytes));
    }

    static ParsedModel of(ByteBuffer bytes) {
        ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> header = ints(in, 12);
        List<Integer> filters = ints(in, 2);
        in.position(in.position() + filters.get(0) * filters.get(1) * 4);
        int vocabularyAt = in.position();
        int[] tokens = new int[in.getInt()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = in.position();
            in.position(in.position() + 4 + in.getInt(in.position()));
        }
        List<Tensor> tensors = new ArrayList<>();
        while (in.hasRemaining()) {
            tensors.add(tensor(in));
        }
        return new ParsedModel(header, filters, vocabularyAt, tokens, tensors);
    }

    private static Tensor tensor(ByteBuffer in) {
        int at = in.position();
        int dims = in.getInt();
        byte[] name = new byte[in.getInt()];
        int type = in.getInt();
        List<Integer> shape = new ArrayList<>(Arrays.asList(1, 1, 1, 1));
        for (int i = 0; i < dims; i++) {
            shape.set(i, in.getInt());
        }
        in.get(name);
        int values = shape.stream().reduce(1, (a, b) -> a * b);
        int dataAt = in.position();
        in.position(dataAt + (type == 8 ? values / 32 * 34 : type == 1 ? values * 2 : values * 4));
        return new Tensor(at, dataAt, in.position(), new String(name, StandardCharsets.US_ASCII), type, shape);
    }

    private static List<Integer> ints(ByteBuffer in, int count) {
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(in.getInt());
        }
        return values;
    }

    /** All that whisper.cpp sizes memory by: equal maps mean equal allocations and loops. */
    Map<String, Object> sizes() {
        Map<String, Object> sizes = new TreeMap<>();
        sizes.put("header", header);
        sizes.put("filters", filterShape);
        sizes.put("texts", tokensAt.length);
        tensors.forEach(t -> sizes.merge(t.name(), t.shape() + " of type " + t.type(), (a, b) -> a + " twice"));
        return sizes;
    }
}
