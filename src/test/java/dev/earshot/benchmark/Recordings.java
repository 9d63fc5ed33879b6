package dev.earshot.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Recordings made by joining the demo clips. */
final class Recordings {
    private static final Path CLIPS = Path.of("src/demo-model/clips");
    private static final List<String> SPEECH = List.of("en1", "en2", "en3", "en4", "de2", "es1", "zh1", "de4");
    private static final int HEADER = 44;

    private Recordings() {}

    /** 16 kHz mono, exactly so many seconds. */
    static Path ofSeconds(int seconds) throws IOException {
        Path file = Path.of("target/benchmark-" + seconds + "s.wav");
        byte[] samples = new byte[seconds * 32_000];
        for (int filled = 0, i = 0; filled < samples.length; i++) {
            byte[] clip = pcm(SPEECH.get(i % SPEECH.size()));
            int count = Math.min(clip.length, samples.length - filled);
            System.arraycopy(clip, 0, samples, filled, count);
            filled += count;
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(header(16_000, 1, samples.length));
            out.write(samples);
        }
        return file;
    }

    /** 16 kHz mono: ten seconds of speech, ten of silence, and so on. */
    static Path halfSilence(int seconds) throws IOException {
        Path file = Path.of("target/benchmark-" + seconds + "s-half.wav");
        byte[] speech = Files.readAllBytes(ofSeconds(seconds / 2));
        byte[] samples = new byte[seconds * 32_000];
        int stretch = 10 * 32_000;
        for (int i = 0; HEADER + (i + 1) * stretch <= speech.length; i++) {
            System.arraycopy(speech, HEADER + i * stretch, samples, 2 * i * stretch, stretch);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(header(16_000, 1, samples.length));
            out.write(samples);
        }
        return file;
    }

    /** 44.1 kHz stereo: each sample of the clips written at the nearest moment of the faster clock, on both channels. */
    static Path twoHoursOfStereo() throws IOException {
        Path file = Path.of("target/benchmark-2h.wav");
        byte[] minute = stereo(Files.readAllBytes(ofSeconds(60)));
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(header(44_100, 2, 120 * minute.length));
            for (int i = 0; i < 120; i++) {
                out.write(minute);
            }
        }
        return file;
    }

    private static byte[] stereo(byte[] wav) {
        ByteBuffer in = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.allocate(60 * 44_100 * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 60 * 44_100; i++) {
            short sample = in.getShort(HEADER + 2 * (int) (i * 16_000L / 44_100));
            out.putShort(sample).putShort(sample);
        }
        return out.array();
    }

    private static byte[] pcm(String clip) throws IOException {
        byte[] wav = Files.readAllBytes(CLIPS.resolve(clip + ".wav"));
        return Arrays.copyOfRange(wav, HEADER, wav.length);
    }

    private static byte[] header(int rate, int channels, int dataBytes) {
        return ByteBuffer.allocate(HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + dataBytes)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) channels)
                .putInt(rate)
                .putInt(rate * channels * 2)
                .putShort((short) (channels * 2))
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(dataBytes)
                .array();
    }
}
