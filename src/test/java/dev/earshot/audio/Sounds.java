package dev.earshot.audio;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Recordings and signals for tests, and how to decode and compare them. */
final class Sounds {
    static final Path CLIPS = Path.of("src/demo-model/clips");
    static final AudioDecoder DECODER = new AudioDecoder(AudioSettings.DEFAULTS);

    private Sounds() {}

    static List<Path> speechClips() throws Exception {
        try (Stream<Path> files = Files.list(CLIPS)) {
            return files.filter(file -> file.getFileName().toString().matches("(de|en|es|zh)\\d\\.wav"))
                    .sorted()
                    .toList();
        }
    }

    static float[] decode(byte[] recording) throws AudioException {
        return decode(DECODER, AudioSource.of(recording));
    }

    static float[] decode(Path recording) throws AudioException {
        return decode(DECODER, AudioSource.of(recording));
    }

    static float[] decode(AudioDecoder decoder, AudioSource source) throws AudioException {
        try (PcmReader reader = decoder.open(source)) {
            return rest(reader);
        }
    }

    static float[] rest(PcmReader reader) throws AudioException {
        float[] samples = new float[1 << 14];
        int filled = 0;
        for (int count; (count = reader.read(samples, filled, samples.length - filled)) >= 0; ) {
            filled += count;
            if (filled == samples.length) {
                samples = Arrays.copyOf(samples, 2 * filled);
            }
        }
        return Arrays.copyOf(samples, filled);
    }

    static float[] tone(double hertz, int rate, int length) {
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (float) Math.sin(2 * Math.PI * hertz * i / rate);
        }
        return samples;
    }

    static double[] doubles(float[] samples) {
        double[] values = new double[samples.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = samples[i];
        }
        return values;
    }

    static double rms(float[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / (to - from));
    }

    static double db(double ratio) {
        return 20 * Math.log10(Math.max(ratio, 1e-15));
    }

    /** Power of the expected signal over the power of the difference, in dB, over what both have. */
    static double snr(float[] expected, float[] actual) {
        int length = Math.min(expected.length, actual.length);
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < length; i++) {
            double difference = (double) expected[i] - actual[i];
            signal += (double) expected[i] * expected[i];
            noise += difference * difference;
        }
        return 10 * Math.log10(signal / Math.max(noise, 1e-20));
    }
}
