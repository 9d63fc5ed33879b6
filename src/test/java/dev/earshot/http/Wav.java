package dev.earshot.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes WAV files, also such as nobody should send. */
final class Wav {
    private static final int RATE = 16_000;
    private static final int HEADER = 44;

    private Wav() {}

    static byte[] of(int codec, int channels, int rate, int bits, byte[] data) {
        return header(codec, channels, rate, bits, data.length, data);
    }

    /** @param claimed length of the sound as the header tells it */
    static byte[] header(int codec, int channels, int rate, int bits, int claimed, byte[] data) {
        int frame = channels * bits / 8;
        return ByteBuffer.allocate(HEADER + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(HEADER - 8 + claimed)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) codec)
                .putShort((short) channels)
                .putInt(rate)
                .putInt(rate * frame)
                .putShort((short) frame)
                .putShort((short) bits)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(claimed)
                .put(data)
                .array();
    }

    static byte[] silence(int seconds) {
        return of(1, 1, RATE, 16, new byte[seconds * RATE * 2]);
    }

    /** The clips one after another, as a single recording. They are all 16 kHz, mono, 16 bit. */
    static byte[] join(double pauseSeconds, Iterable<Clip> clips) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (Clip clip : clips) {
            byte[] file = clip.bytes();
            data.writeBytes(Arrays.copyOfRange(file, HEADER, file.length));
            data.writeBytes(new byte[2 * (int) (pauseSeconds * RATE)]);
        }
        return of(1, 1, RATE, 16, data.toByteArray());
    }

    /** Seconds of sound in a recording made here. */
    static double seconds(byte[] wav) {
        return (wav.length - HEADER) / 2.0 / RATE;
    }
}
