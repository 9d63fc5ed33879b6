package dev.earshot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.audio.PcmReader;
import dev.earshot.audio.Region;
import dev.earshot.audio.SpeechGate;
import dev.earshot.engine.JoinedClips.Said;
import dev.earshot.engine.Windows.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechCutterTest {
    private static final int RATE = PcmReader.SAMPLE_RATE;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private static final SpeechDetector GATE = new SpeechGate()::regions;

    /** Windows of a recording, which must be copies of what is there, in order and apart. */
    private static List<Window> cut(float[] samples, SpeechDetector detector) throws Exception {
        SampleBuffer recording = new SampleBuffer(new SamplesReader(samples), Duration.ZERO, Optional.empty());
        SpeechCutter cutter = new SpeechCutter(recording, detector, LONGEST_PAUSE);
        List<Window> windows = new ArrayList<>();
        long position = 0;
        for (Window window = cutter.next(); window != null; window = cutter.next()) {
            assertThat(window.start()).isGreaterThanOrEqualTo(position);
            assertThat(window.samples().length).isBetween(1, 30 * RATE);
            position = window.end();
            assertThat(window.samples())
                    .isEqualTo(Arrays.copyOfRange(samples, (int) window.start(), (int) window.end()));
            windows.add(window);
        }
        assertThat(recording.position()).isEqualTo(samples.length);
        return windows;
    }

    private static double decodedSeconds(List<Window> windows) {
        return windows.stream()
                        .filter(Window::speech)
                        .mapToInt(window -> window.samples().length)
                        .sum()
                / (double) RATE;
    }

    /** A sample of a word is in exactly one window: windows are apart, and this looks for those in none. */
    private static void requireEveryWord(JoinedClips joined, List<Window> windows, String what) {
        for (Said said : joined.said) {
            long heard = 0;
            for (Window window : windows) {
                if (window.speech()) {
                    heard += Math.max(0, Math.min(said.to(), window.end()) - Math.max(said.from(), window.start()));
                }
            }
            assertThat(heard).as("%s: %s", what, said).isEqualTo(said.to() - said.from());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.7, 1.5, 2.1, 4, 8, 40})
    void shouldHearEveryWordWhateverThePausesAndWhereverTheWindowsFall(double pause) throws Exception {
        double[] beds = {Double.NEGATIVE_INFINITY, -50, -40, -32, -28};
        for (int offset = 0; offset < 10; offset++) {
            JoinedClips joined = new JoinedClips().silence(offset * 2.77);
            for (int i = 0; i < 8; i++) {
                joined.clip(offset * 7 + i).silence(pause);
            }
            double bed = beds[offset % beds.length];

            List<Window> windows = cut(joined.samplesInNoise(bed, offset), GATE);

            requireEveryWord(
                    joined, windows, "pauses of " + pause + " s from " + offset * 2.77 + " s in noise of " + bed);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NEGATIVE_INFINITY, -50, -40})
    void shouldCostHalfWhereHalfIsSilence(double bed) throws Exception {
        JoinedClips joined = new JoinedClips();
        double last = 0;
        while (joined.seconds() < 590) {
            double talked = joined.seconds();
            joined.clip(joined.said.size()).clip(joined.said.size() + 5);
            last = joined.seconds() - talked;
            joined.silence(last);
        }
        float[] samples = joined.samplesInNoise(bed, 3);

        List<Window> windows = cut(samples, GATE);

        assertThat(decodedSeconds(windows) / joined.seconds()).isBetween(0.3, 0.55);
        requireEveryWord(joined, windows, "ten minutes in " + bed);
    }

    @Test
    void shouldKeepPausesUpToTheLongestAndLeaveTheOthersOut() throws Exception {
        SpeechDetector spots = samples ->
                List.of(new Region(RATE, 3 * RATE), new Region(5 * RATE, 6 * RATE), new Region(8 * RATE + 1, 9 * RATE));

        List<Window> windows = cut(new float[12 * RATE], spots);

        assertThat(windows).extracting(Window::start).containsExactly(0L, 8L * RATE + 1);
        assertThat(windows).extracting(Window::end).containsExactly(6L * RATE, 9L * RATE);
        assertThat(windows).allMatch(Window::speech).allMatch(Window::last);
    }

    @Test
    void shouldCutLongSpeechInShortPausesAboutEveryTwentySeconds() throws Exception {
        Random random = new Random(5);
        float[] samples = new float[100 * RATE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (random.nextGaussian() * (inPause(i) ? 0.0005 : 0.2));
        }

        List<Window> windows = cut(samples, SpeechDetector.ALWAYS);

        assertThat(windows).hasSize(5);
        for (Window window : windows.subList(0, 4)) {
            assertThat(inPause(window.end())).as("cut at " + window.end()).isTrue();
            assertThat((window.end() - window.start()) / (double) RATE).isBetween(18.0, 22.0);
        }
        assertThat(decodedSeconds(windows)).isEqualTo(100);
    }

    /** Half a second every three seconds. */
    private static boolean inPause(long sample) {
        return sample % (3 * RATE) < RATE / 2;
    }

    @Test
    void shouldKeepSpeechThatALaterLookDoesNotSee() throws Exception {
        float[] samples = new float[40 * RATE];
        SpeechDetector forgetful = new SpeechDetector() {
            private int looks;

            @Override
            public List<Region> regions(float[] stretch) {
                return looks++ == 0 ? List.of(new Region(28 * RATE, 29 * RATE)) : List.of();
            }
        };

        List<Window> windows = cut(samples, forgetful);

        assertThat(windows).filteredOn(Window::speech).singleElement().satisfies(window -> {
            assertThat(window.start()).isEqualTo(28L * RATE);
            assertThat(window.end()).isEqualTo(29L * RATE);
        });
    }

    @Test
    void shouldGoOnWithSpeechBehindTheEndOfALook() throws Exception {
        float[] samples = new float[50 * RATE];
        Arrays.fill(samples, 20 * RATE, 45 * RATE, 0.1f);

        List<Window> windows = cut(samples, SpeechCutterTest::loudPart);

        assertThat(windows).filteredOn(Window::speech).singleElement().satisfies(window -> {
            assertThat(window.start()).isEqualTo(20L * RATE);
            assertThat(window.end()).isEqualTo(45L * RATE);
        });
    }

    private static List<Region> loudPart(float[] samples) {
        int from = 0;
        while (from < samples.length && samples[from] == 0) {
            from++;
        }
        int to = from;
        while (to < samples.length && samples[to] != 0) {
            to++;
        }
        return from == to ? List.of() : List.of(new Region(from, to));
    }

    @Test
    void shouldHandSilenceOnInWindowsWithoutSpeech() throws Exception {
        List<Window> windows = cut(new float[70 * RATE], GATE);

        assertThat(windows).hasSize(3).noneMatch(Window::speech);
        assertThat(windows.stream().mapToInt(window -> window.samples().length).sum())
                .isEqualTo(70 * RATE);
        assertThat(cut(new float[0], GATE)).isEmpty();
    }
}
