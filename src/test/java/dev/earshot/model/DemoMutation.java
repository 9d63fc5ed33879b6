package dev.earshot.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;

/** A damaged demo model, the same for the same seed: one to three edits where a reader takes decisions. */
final class DemoMutation {
    private static final int[] NASTY = {
        0,
        1,
        -1,
        2,
        3,
        4,
        60,
        64,
        80,
        99,
        127,
        128,
        255,
        256,
        512,
        1500,
        2007,
        7777,
        50256,
        51864,
        51866,
        65536,
        1 << 24,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Integer.MIN_VALUE + 1,
        0x40000000,
        0x20000001
    };

    private final Random random;
    private final ParsedModel model;
    private Pieces bytes;

    private DemoMutation(long seed, byte[] demo, ParsedModel model) {
        this.random = new Random(seed);
        this.model = model;
        this.bytes = Pieces.of(demo);
    }

    static byte[] demoModel() throws IOException {
        try (InputStream in = DemoModel.class.getClassLoader().getResourceAsStream(DemoModel.FILE.resource())) {
            return in.readAllBytes();
        }
    }

    static Pieces of(long seed, byte[] demo) {
        return of(seed, demo, ParsedModel.of(demo));
    }

    static Pieces of(long seed, byte[] demo, ParsedModel model) {
        return new DemoMutation(seed, demo, model).mutate();
    }

    private Pieces mutate() {
        int edits = 1 + Math.max(0, random.nextInt(6) - 3);
        for (int i = 0; i < edits; i++) {
            edit();
        }
        return bytes;
    }

    private void edit() {
        switch (random.nextInt(12)) {
            case 0, 1 -> putInt(4 * random.nextInt(14), nastyInt());
            case 2 -> flipBit(random.nextInt(14 * 4));
            case 3 -> flipBit(ParsedModel.FILTERS_AT + random.nextInt(model.vocabularyAt() - ParsedModel.FILTERS_AT));
            case 4 -> putInt(random.nextInt(8) == 0 ? model.vocabularyAt() : anyToken(), nastyInt());
            case 5 -> flipBit(anyToken() + random.nextInt(12));
            case 6, 7 -> putInt(anyTensor().at() + 4 * random.nextInt(5), nastyInt());
            case 8, 9 -> {
                ParsedModel.Tensor t = anyTensor();
                flipBit(t.at() + random.nextInt(t.dataAt() - t.at()));
            }
            case 10 -> truncate();
            default -> splice();
        }
    }

    private void truncate() {
        int end = random.nextBoolean()
                ? random.nextInt(bytes.length())
                : anyTensor().at() + random.nextInt(40);
        bytes = bytes.slice(0, Math.min(end, bytes.length()));
    }

    /** Removes, repeats, moves or invents a run of bytes, often a whole tensor. */
    private void splice() {
        ParsedModel.Tensor t = anyTensor();
        boolean whole = random.nextBoolean();
        int from = whole ? t.at() : anyToken();
        int to = whole ? t.end() : from + random.nextInt(64);
        Pieces run = bytes.slice(from, to);
        int at = whole ? anyTensor().at() : anyToken();
        switch (random.nextInt(4)) {
            case 0 -> bytes = bytes.replace(from, to, bytes.slice(0, 0));
            case 1 -> bytes = bytes.replace(at, at, run);
            case 2 -> {
                int target = at > from ? Math.max(from, at - run.length()) : at;
                bytes = bytes.replace(from, to, bytes.slice(0, 0)).replace(target, target, run);
            }
            default -> {
                byte[] noise = new byte[1 + random.nextInt(64)];
                random.nextBytes(noise);
                bytes = bytes.replace(at, at, Pieces.of(noise));
            }
        }
    }

    private int nastyInt() {
        return random.nextInt(4) == 0 ? random.nextInt() : NASTY[random.nextInt(NASTY.length)];
    }

    private int anyToken() {
        return model.tokensAt()[random.nextInt(model.tokensAt().length)];
    }

    private ParsedModel.Tensor anyTensor() {
        List<ParsedModel.Tensor> tensors = model.tensors();
        return tensors.get(random.nextInt(tensors.size()));
    }

    private void putInt(int at, int value) {
        if (at + 4 <= bytes.length()) {
            bytes = bytes.replace(at, at + 4, Pieces.of(ModelWriter.ints(value)));
        }
    }

    private void flipBit(int at) {
        if (at < bytes.length()) {
            byte[] one = {(byte) (bytes.at(at) ^ 1 << random.nextInt(8))};
            bytes = bytes.replace(at, at + 1, Pieces.of(one));
        }
    }
}
