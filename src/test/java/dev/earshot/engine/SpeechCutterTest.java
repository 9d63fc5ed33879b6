package dev.earshot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.audio.PcmReader;
import dev.earshot.audio.SpeechGate;
import dev.earshot.engine.JoinedClips.Said;
import dev.earshot.engine.Windows.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechCutterTest {
    private static final int RATE = PcmReader.SAMPLE_RATE;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    /** A word's last sound fades; the times tell when its synthesiser stopped. */
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
    @ValueSource(doubles = {0, 0.7, 1.5, 2.1, 3, 8, 20, 47})
    void shouldHearEveryWordWhateverThePausesAndWhereverTheWindowsFall(double pause) throws Exception {
        for (int offset = 0; offset < 12; offset++) {
            JoinedClips joined = new JoinedClips().silence(offset * 2.77);
            for (int i = 0; i < 8; i++) {
                joined.clip(offset * 7 + i).silence(pause);
            }
            String what = "pauses of " + pause + " s from " + offset * 2.77;

            requireEveryWord(joined, cut(joined.samples(), GATE), what);
            for (double noise : new double[] {-60, -50, -40}) {
                requireEveryWord(joined, cut(joined.samplesInNoise(noise, offset), GATE), what + " in " + noise);
            }
        }
    }

    @Test
    void probe() throws Exception {
        for (double noise : new double[] {-200, -60, -50, -40, -35, -30, -25})
            for (double pause : new double[] {0, 2, 8, 20}) {
                double dec = 0, said = 0, all = 0;
                int n = 0, cutWords = 0;
                for (int offset = 0; offset < 6; offset++) {
                    JoinedClips joined = new JoinedClips().silence(offset * 2.77);
                    for (int i = 0; i < 8; i++) joined.clip(offset * 7 + i).silence(pause);
                    float[] s = joined.samplesInNoise(noise, offset);
                    List<Window> w = cut(s, GATE);
                    dec += decodedSeconds(w);
                    n += w.size();
                    said += joined.saidSeconds();
                    all += s.length / (double) RATE;
                    for (Said x : joined.said) {
                        long heard = 0;
                        for (Window window : w)
                            if (window.speech())
                                heard += Math.max(
                                        0, Math.min(x.to(), window.end()) - Math.max(x.from(), window.start()));
                        if (heard < x.to() - x.from()) cutWords++;
                    }
                }
                System.out.printf(
                        "noise %.0f pause %.0f: all %.0f said %.0f decoded %.0f windows %d words lost %d%n",
                        noise, pause, all, said, dec, n, cutWords);
            }
    }
}
