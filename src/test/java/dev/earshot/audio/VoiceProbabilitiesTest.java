package dev.earshot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VoiceProbabilitiesTest {
    private static final int FRAME = VoiceProbabilities.SAMPLES_EACH;

    private static VoiceProbabilities rules(double threshold, int minSpeech, int minSilence, int pad) {
        return new VoiceProbabilities(
                (float) threshold, Duration.ofMillis(minSpeech), Duration.ofMillis(minSilence), Duration.ofMillis(pad));
    }

    private static float[] frames(double... probabilities) {
        float[] frames = new float[probabilities.length];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = (float) probabilities[i];
        }
        return frames;
    }

    /** Made by whisper.cpp's own code from random probabilities. */
    static Stream<String> golden() throws IOException {
        try (InputStream in = VoiceProbabilitiesTest.class.getResourceAsStream("/audio/voice-probabilities.txt")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            assertThat(lines).hasSize(40);
            return lines.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void shouldFindTheRegionsThatWhisperCppFinds(String line) {
        String[] fields = line.split(";", -1);
        int[] times =
                Arrays.stream(fields[1].split(",")).mapToInt(Integer::parseInt).toArray();
        double[] probabilities = Arrays.stream(fields[2].split(" "))
                .filter(word -> !word.isEmpty())
                .mapToDouble(word -> Integer.parseInt(word) / 100.0)
                .toArray();

        List<Region> regions = rules(Double.parseDouble(fields[0]), times[0], times[1], times[2])
                .regions(frames(probabilities), probabilities.length * FRAME);

        assertThat(regions).isEqualTo(touchingOnesJoined(fields[3]));
    }

    private static List<Region> touchingOnesJoined(String golden) {
        List<Region> regions = new ArrayList<>();
        for (String region : golden.isEmpty() ? new String[0] : golden.split(" ")) {
            int from = Integer.parseInt(region.split("-")[0]);
            int to = Integer.parseInt(region.split("-")[1]);
            int last = regions.size() - 1;
            if (last >= 0 && regions.get(last).to() == from) {
                regions.set(last, new Region(regions.get(last).from(), to));
            } else {
                regions.add(new Region(from, to));
            }
        }
        return regions;
    }

    @Test
    void shouldBeginAtTheThresholdAndEndBelowIt() {
        VoiceProbabilities rules = rules(0.5, 0, 30, 0);

        assertThat(rules.regions(frames(0.49, 0.5, 0.4, 0.36, 0.34, 0.34, 0.49, 0.1), 8 * FRAME))
                .containsExactly(new Region(FRAME, 4 * FRAME));
    }

    @Test
    void shouldStayWithinTheSamplesWhereTheLastFrameIsNotFull() {
        assertThat(rules(0.5, 0, 100, 300).regions(frames(0.9, 0.9, 0.9), 2 * FRAME + 1))
                .containsExactly(new Region(0, 2 * FRAME + 1));
    }

    @Test
    void shouldFindNothingInNothing() {
        assertThat(rules(0.5, 0, 100, 300).regions(new float[0], 0)).isEmpty();
        assertThat(rules(0.5, 0, 100, 300).regions(frames(0.2, 0.1), 2 * FRAME)).isEmpty();
    }

    @Test
    void shouldRefuseRulesThatMakeNoSense() {
        assertThatThrownBy(() -> rules(0, 0, 0, 0)).hasMessage("threshold must be between 0 and 1, not 0.0");
        assertThatThrownBy(() -> rules(0.5, -1, 0, 0)).hasMessage("minSpeech must be 0 to 30 s, not PT-0.001S");
        assertThatThrownBy(() -> rules(0.5, 0, 0, 30_001)).hasMessage("pad must be 0 to 30 s, not PT30.001S");
    }
}
