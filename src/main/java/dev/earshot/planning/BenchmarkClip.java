package dev.earshot.planning;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The recording inside Earshot that models are measured and tried with: a question in English of three seconds. */
public final class BenchmarkClip {
    /** Half a minute, the most that a window holds. */
    static final int TIMES_FOR_LONG = 10;

    public static final String LANGUAGE = "en";

    private static final String RESOURCE = "/benchmark/en1.wav";

    /** WAV with nothing but format and samples. */
    private static final int HEADER = 44;

    private static final int RIFF_LENGTH_AT = 4;
    private static final int DATA_LENGTH_AT = 40;

    private BenchmarkClip() {}

    /** A WAV file with the clip so many times. */
    static byte[] repeated(int times) {
        byte[] once = wav();
        int samples = once.length - HEADER;
        ByteBuffer wav = ByteBuffer.allocate(HEADER + times * samples).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(once, 0, HEADER);
        for (int i = 0; i < times; i++) {
            wav.put(once, HEADER, samples);
        }
        wav.putInt(RIFF_LENGTH_AT, wav.capacity() - RIFF_LENGTH_AT - Integer.BYTES);
        wav.putInt(DATA_LENGTH_AT, times * samples);
        return wav.array();
    }

    /** A WAV file with the clip: {@link #LANGUAGE}, 16 kHz, 16 bits, mono. */
    public static byte[] wav() {
        try (InputStream in = BenchmarkClip.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing in the application. Install it again.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
