package dev.earshot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.engine.Windows.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowCutterTest {
    private static final int RATE = 16_000;

    private static List<Window> cut(float[] samples) throws Exception {
        SampleBuffer recording = new SampleBuffer(new SamplesReader(samples), Duration.ZERO, Optional.empty());
        WindowCutter cutter = new WindowCutter(recording, SpeechDetector.ALWAYS);
        List<Window> windows = new ArrayList<>();
        for (Window window = cutter.next(); window != null; window = cutter.next()) {
            windows.add(window);
        }
        assertThat(recording.position()).isEqualTo(samples.length);
        return windows;
    }

    /** Noise with pauses of the given length, {@code every} seconds. */
    private static float[] noiseWithPauses(double seconds, double every, double pause, long seed) {
        Random random = new Random(seed);
        float[] samples = new float[(int) (seconds * RATE)];
        for (int i = 0; i < samples.length; i++) {
            boolean quiet = (double) i / RATE % every > every - pause;
            samples[i] = (float) (random.nextGaussian() * (quiet ? 0.0005 : 0.2));
        }
        return samples;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 29.99, 30, 30.001, 31, 60, 61.7, 185.3})
    void shouldNeitherLoseNorDoubleASample(double seconds) throws Exception {
        float[] samples = noiseWithPauses(seconds, 4, 0.4, 7);

        List<Window> windows = cut(samples);

        int position = 0;
        for (Window window : windows) {
            assertThat(window.start()).isEqualTo(position);
            assertThat(window.samples().length).isBetween(1, 30 * RATE);
            for (float sample : window.samples()) {
                assertThat(sample).isEqualTo(samples[position++]);
            }
        }
        assertThat(position).isEqualTo(samples.length);
        assertThat(windows.stream().filter(Window::last)).containsExactly(windows.get(windows.size() - 1));
    }

    @Test
    void shouldCutInsideAPause() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            double every = 3 + seed * 0.37;
            List<Window> windows = cut(noiseWithPauses(100, every, 0.5, seed));
            for (Window window : windows.subList(0, windows.size() - 1)) {
                double end = (double) (window.start() + window.samples().length) / RATE;
                assertThat(end % every)
                        .as("cut at %s with a pause every %s s", end, every)
                        .isGreaterThan(every - 0.5);
            }
        }
    }

    @Test
    void shouldHaveNoWindowsForNothing() throws Exception {
        assertThat(cut(new float[0])).isEmpty();
    }
}
