package dev.earshot.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.audio.AudioDecoder;
import dev.earshot.audio.AudioSettings;
import dev.earshot.audio.AudioSource;
import dev.earshot.audio.PcmReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The shipped clips, put behind each other on a bed of noise, with the true times of what is said. */
final class JoinedClips {
    /** Something said, by its first sample and the one behind its last. */
    record Said(String clip, int from, int to) {}

    /** A shipped recording; times are in seconds. */
    private record Clip(String name, float[] samples, double[][] times) {}

    private static final Path FOLDER = Path.of("src/demo-model/clips");
    private static final List<Clip> CLIPS = read();

    final List<Said> said = new ArrayList<>();
    private float[] samples = new float[0];

    private static List<Clip> read() {
        try {
            List<Clip> clips = new ArrayList<>();
            JsonNode json =
                    new ObjectMapper().readTree(FOLDER.resolve("clips.json").toFile());
            for (Map.Entry<String, JsonNode> entry : json.properties()) {
                List<double[]> times = new ArrayList<>();
                entry.getValue()
                        .get("segments")
                        .forEach(segment -> times.add(new double[] {
                            segment.get("start").doubleValue(),
                            segment.get("end").doubleValue()
                        }));
                if (!times.isEmpty()) {
                    clips.add(new Clip(entry.getKey(), decode(entry.getKey()), times.toArray(new double[0][])));
                }
            }
            return clips;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[] decode(String name) throws Exception {
        byte[] file = Files.readAllBytes(FOLDER.resolve(name));
        try (PcmReader pcm = new AudioDecoder(AudioSettings.DEFAULTS).open(AudioSource.of(file))) {
            float[] samples = new float[file.length];
            int filled = 0;
            for (int read; (read = pcm.read(samples, filled, samples.length - filled)) > 0; ) {
                filled += read;
            }
            return Arrays.copyOf(samples, filled);
        }
    }

    JoinedClips silence(double seconds) {
        samples = Arrays.copyOf(samples, samples.length + (int) Math.round(seconds * PcmReader.SAMPLE_RATE));
        return this;
    }

    JoinedClips clip(int number) {
        Clip clip = CLIPS.get(number % CLIPS.size());
        int start = samples.length;
        samples = Arrays.copyOf(samples, start + clip.samples.length);
        System.arraycopy(clip.samples, 0, samples, start, clip.samples.length);
        for (double[] time : clip.times) {
            said.add(new Said(
                    clip.name,
                    start + (int) (time[0] * PcmReader.SAMPLE_RATE),
                    start + (int) (time[1] * PcmReader.SAMPLE_RATE)));
        }
        return this;
    }

    double seconds() {
        return samples.length / (double) PcmReader.SAMPLE_RATE;
    }

    /** On a bed of white noise of this level; of negative infinity for none. */
    float[] samplesInNoise(double dbfs, long seed) {
        Random random = new Random(seed);
        double gain = Math.pow(10, dbfs / 20);
        float[] noisy = samples.clone();
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] += (float) (gain * random.nextGaussian());
        }
        return noisy;
    }
}
