package dev.earshot.audio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes WAV files, the wrong ones too: every claim of the header can be set apart from the truth. */
final class Wav {
    private record Chunk(String id, long size, byte[] body) {}

    private String magic = "RIFF";
    private Long riffSize;
    private Long dataSize;
    private byte[] data = new byte[0];
    private byte[] fmt = fmt(1, 1, 16_000, 2, 16);
    private final List<Chunk> before = new ArrayList<>();
    private final List<Chunk> after = new ArrayList<>();

    /** Sixteen-byte body of the fmt chunk. */
    static byte[] fmt(int codec, int channels, int rate, int blockAlign, int bits) {
        return le(16).putShort((short) codec)
                .putShort((short) channels)
                .putInt(rate)
                .putInt(rate * blockAlign)
                .putShort((short) blockAlign)
                .putShort((short) bits)
                .array();
    }

    static byte[] extensible(int codec, int channels, int rate, int blockAlign, int bits, int validBits) {
        return le(40).put(fmt(0xfffe, channels, rate, blockAlign, bits))
                .putShort((short) 22)
                .putShort((short) validBits)
                .putInt(0)
                .putShort((short) codec)
                .put(new byte[] {0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xaa, 0, 0x38, (byte) 0x9b, 0x71})
                .array();
    }

    static byte[] pcm16(double... samples) {
        ByteBuffer bytes = le(samples.length * 2);
        for (double sample : samples) {
            bytes.putShort((short) Math.round(sample * 32768));
        }
        return bytes.array();
    }

    static byte[] float32(double... samples) {
        ByteBuffer bytes = le(samples.length * 4);
        for (double sample : samples) {
            bytes.putFloat((float) sample);
        }
        return bytes.array();
    }

    static ByteBuffer le(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    Wav magic(String value) {
        magic = value;
        return this;
    }

    Wav fmt(byte[] body) {
        fmt = body;
        return this;
    }

    Wav data(byte[] body) {
        data = body;
        return this;
    }

    Wav riffSize(long value) {
        riffSize = value;
        return this;
    }

    Wav dataSize(long value) {
        dataSize = value;
        return this;
    }

    Wav chunkBefore(String id, byte[] body) {
        before.add(new Chunk(id, body.length, body));
        return this;
    }

    Wav chunkBefore(String id, long claimedSize, byte[] body) {
        before.add(new Chunk(id, claimedSize, body));
        return this;
    }

    Wav chunkAfter(String id, byte[] body) {
        after.add(new Chunk(id, body.length, body));
        return this;
    }

    /** The header without fmt and data, for the files that lack them. */
    byte[] bytes(boolean withFmt, boolean withData) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        if (magic.equals("RF64")) {
            before.stream().filter(chunk -> chunk.id().equals("ds64")).forEach(chunk -> write(chunks, chunk));
        }
        if (withFmt) {
            write(chunks, new Chunk("fmt ", fmt.length, fmt));
        }
        before.stream()
                .filter(chunk -> !magic.equals("RF64") || !chunk.id().equals("ds64"))
                .forEach(chunk -> write(chunks, chunk));
        if (withData) {
            write(chunks, new Chunk("data", dataSize == null ? data.length : dataSize, data));
        }
        after.forEach(chunk -> write(chunks, chunk));
        byte[] body = chunks.toByteArray();
        return le(12 + body.length)
                .put(magic.getBytes(StandardCharsets.US_ASCII))
                .putInt((int) (riffSize == null ? body.length + 4L : riffSize))
                .put("WAVE".getBytes(StandardCharsets.US_ASCII))
                .put(body)
                .array();
    }

    byte[] bytes() {
        return bytes(true, true);
    }

    private static void write(ByteArrayOutputStream out, Chunk chunk) {
        out.writeBytes(le(8).put(chunk.id().getBytes(StandardCharsets.US_ASCII))
                .putInt((int) chunk.size())
                .array());
        out.writeBytes(chunk.body());
        if (chunk.body().length % 2 != 0) {
            out.write(0);
        }
    }
}
