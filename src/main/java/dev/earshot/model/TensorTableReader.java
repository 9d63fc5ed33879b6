package dev.earshot.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Walks the tensors to the end of the file: each one that the header implies, exactly once, in its shape and type, and
 * not a byte more. whisper.cpp trusts the number of dimensions and the length of a name, and overwrites its stack or
 * ends the process on a wrong one.
 */
final class TensorTableReader {
    private static final int MAX_DIMENSIONS = 4;
    private static final int MAX_NAME_BYTES = 64;

    private final ModelInput input;
    private final Map<String, TensorLayout.Tensor> expected;
    private final Set<String> seen = new HashSet<>();
    private final byte[] nameBytes = new byte[MAX_NAME_BYTES];

    private TensorTableReader(ModelInput input, ModelHeader header) {
        this.input = input;
        this.expected = TensorLayout.of(header);
    }

    static void read(ModelInput input, ModelHeader header) throws IOException, ModelException {
        new TensorTableReader(input, header).read();
    }

    private void read() throws IOException, ModelException {
        while (seen.size() < expected.size()) {
            input.enter("the tensor table");
            if (input.remaining() == 0) {
                throw input.damaged("it ends after " + seen.size() + " of " + expected.size() + " tensors; "
                        + firstMissing() + " is missing");
            }
            readTensor();
        }
        if (input.remaining() > 0) {
            throw input.damaged(input.remaining() + " bytes follow the last of its " + expected.size() + " tensors");
        }
    }

    private void readTensor() throws IOException, ModelException {
        int dimensions = input.int32();
        int nameLength = input.int32();
        int type = input.int32();
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw input.damaged(where() + " has " + dimensions + " dimensions, expected 1 to " + MAX_DIMENSIONS);
        }
        if (nameLength < 1 || nameLength > MAX_NAME_BYTES) {
            throw input.damaged(where() + " has a name of " + nameLength + " bytes, expected 1 to " + MAX_NAME_BYTES);
        }
        int[] shape = {1, 1, 1, 1};
        for (int i = 0; i < dimensions; i++) {
            shape[i] = input.int32();
        }
        String name = readName(nameLength);
        TensorLayout.Tensor tensor = expected.get(name);
        if (tensor == null) {
            throw input.damaged(where() + " is called \"" + name + "\", which a model of this shape does not have");
        }
        if (!seen.add(name)) {
            throw input.damaged("tensor " + name + " comes twice");
        }
        requireShape(name, tensor, shape);
        if (type != tensor.type().code()) {
            throw input.damaged("tensor " + name + " is " + TensorType.nameOf(type) + ", expected "
                    + tensor.type().label());
        }
        input.enter("tensor " + name);
        input.skip(tensor.bytes());
    }

    private String readName(int length) throws IOException, ModelException {
        input.read(nameBytes, length);
        // Messages end up in logs and terminals: nothing but printable ASCII gets there.
        for (int i = 0; i < length; i++) {
            if (nameBytes[i] < ' ' || nameBytes[i] > '~') {
                throw input.damaged("the name of " + where() + " is not printable");
            }
        }
        return new String(nameBytes, 0, length, StandardCharsets.US_ASCII);
    }

    private void requireShape(String name, TensorLayout.Tensor tensor, int[] shape) throws ModelException {
        boolean same = shape[0] == tensor.columns()
                && shape[1] == tensor.rows()
                && shape[2] == tensor.planes()
                && shape[3] == 1;
        if (!same) {
            throw input.damaged("tensor " + name + " is " + shape[0] + " x " + shape[1] + " x " + shape[2]
                    + (shape[3] == 1 ? "" : " x " + shape[3]) + ", expected " + tensor.shape());
        }
    }

    private String where() {
        return "tensor " + (seen.size() + 1) + " of " + expected.size();
    }

    private String firstMissing() {
        return expected.keySet().stream()
                .filter(n -> !seen.contains(n))
                .findFirst()
                .orElseThrow();
    }
}
