package dev.earshot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.earshot.audio.SpeechGate.Reason;
import dev.earshot.audio.SpeechGate.Verdict;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechGateTest {
    private static final int HALF_A_MINUTE = 30 * PcmReader.SAMPLE_RATE;

    @Test
    void shouldPassEveryClipAlsoQuietAndNoisy() throws Exception {
        assertThat(Sounds.speechClips()).hasSize(24);
        for (Path clip : Sounds.speechClips()) {
            float[] speech = Sounds.decode(clip);
            double level = Sounds.rms(speech, 0, speech.length);
            for (double snr : new double[] {20, 10, 5}) {
                Random random = new Random(clip.hashCode());
                double noise = level * Math.pow(10, -snr / 20);
                assertSpeech(
                        signal(speech.length, i -> speech[i] + noise * random.nextGaussian()), clip + " at " + snr);
            }
            assertSpeech(speech, clip.toString());
            assertSpeech(signal(speech.length, i -> speech[i] * Math.pow(10, -30 / 20.0)), clip + " 30 dB down");
        }
    }

    @Test
    void shouldPassOneWordInHalfAMinuteOfNoise() throws Exception {
        float[] word = Arrays.copyOfRange(Sounds.decode(Sounds.CLIPS.resolve("en1.wav")), 5_000, 11_000);
        double noise = 0.3 * Sounds.rms(word, 0, word.length);
        Random random = new Random(7);
        int start = 20 * PcmReader.SAMPLE_RATE;

        float[] window = signal(
                HALF_A_MINUTE,
                i -> noise * random.nextGaussian() + (i >= start && i < start + word.length ? word[i - start] : 0));

        assertSpeech(window, "one word");
    }

    @Test
    void shouldGateTheClipsWithoutSpeech() throws Exception {
        assertThat(examine(Sounds.decode(Sounds.CLIPS.resolve("silence1.wav"))).reason())
                .isEqualTo(Reason.TOO_QUIET);
        assertThat(examine(Sounds.decode(Sounds.CLIPS.resolve("noise1.wav"))).reason())
                .isEqualTo(Reason.NO_MODULATION);
    }

    @Test
    void shouldGateSilenceAndOffsets() {
        for (double offset : new double[] {0, 1e-6, 0.01, 0.5, -1}) {
            Verdict verdict = examine(signal(HALF_A_MINUTE, i -> offset));

            assertThat(verdict.speech()).isFalse();
            assertThat(verdict.reason()).isEqualTo(Reason.TOO_QUIET);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-60, -50, -40, -30, -20})
    void shouldGateSteadyNoiseOfEveryColour(double dbfs) {
        double gain = Math.pow(10, dbfs / 20);
        for (int seed = 0; seed < 4; seed++) {
            Random random = new Random(seed);
            double[] brown = {0};
            IntToDoubleFunction brownNoise = i -> gain * 0.063 * (brown[0] = 0.998 * brown[0] + random.nextGaussian());

            assertGated(signal(HALF_A_MINUTE, i -> gain * random.nextGaussian()), "white " + dbfs);
            assertGated(signal(HALF_A_MINUTE, pink(random, gain)), "pink " + dbfs);
            assertGated(signal(HALF_A_MINUTE, brownNoise), "brown " + dbfs);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 60})
    void shouldGateHumWithHarmonicsAndNoise(int hertz) {
        Random random = new Random(1);
        for (double dbfs : new double[] {-60, -40, -20, -6}) {
            double gain = Math.pow(10, dbfs / 20);
            IntToDoubleFunction hum = i -> {
                double sum = 0;
                for (int harmonic = 1; harmonic <= 20; harmonic++) {
                    sum += Math.cos(2 * Math.PI * hertz * harmonic * i / 16_000.0) / harmonic;
                }
                return gain * sum / 2;
            };

            assertGated(signal(5 * 16_000, hum), "hum " + dbfs);
            assertGated(
                    signal(5 * 16_000, i -> hum.applyAsDouble(i) + 0.1 * gain * random.nextGaussian()),
                    "hum and noise " + dbfs);
        }
    }

    @Test
    void shouldGateSteadyTones() {
        for (double hertz : new double[] {25, 100, 300, 440, 1000, 3000, 6000}) {
            for (double phase = 0; phase < 6; phase += 0.5) {
                double start = phase;
                IntToDoubleFunction tone = i -> Math.sin(2 * Math.PI * hertz * i / 16_000 + start);

                assertGated(signal(5 * 16_000, tone), hertz + " Hz from " + phase);
            }
        }
    }

    @Test
    void shouldJudgeAShortWindowByItsLevelAlone() {
        float[] vowel = Sounds.tone(500, 16_000, 16_000);

        assertThat(examine(vowel).reason()).isEqualTo(Reason.TOO_SHORT_TO_JUDGE);
        assertThat(examine(vowel).speech()).isTrue();
        assertThat(examine(new float[16_000]).speech()).isFalse();
        assertThat(examine(new float[10]).speech()).isFalse();
    }

    @Test
    void shouldFindRegionsExactlyWhereItHearsSpeech() throws Exception {
        SpeechGate gate = new SpeechGate();
        for (String name : new String[] {"silence1.wav", "noise1.wav"}) {
            assertThat(gate.regions(Sounds.decode(Sounds.CLIPS.resolve(name)))).isEmpty();
        }
        for (Path clip : Sounds.speechClips()) {
            assertThat(gate.regions(Sounds.decode(clip))).as("%s", clip).isNotEmpty();
        }
        assertThat(gate.regions(new float[0])).isEmpty();
        assertThat(gate.regions(new float[HALF_A_MINUTE])).isEmpty();
        float[] vowel = Sounds.tone(500, 16_000, 16_000);
        assertThat(gate.regions(vowel)).containsExactly(new Region(0, vowel.length));
    }

    @Test
    void shouldLeaveOutWhatLiesAroundAndBetweenButForThePadding() throws Exception {
        float[] clip = Sounds.decode(Sounds.CLIPS.resolve("en1.wav"));
        float[] joined = new float[HALF_A_MINUTE];
        System.arraycopy(clip, 0, joined, 5 * 16_000, clip.length);
        System.arraycopy(clip, 0, joined, 20 * 16_000, clip.length);
        int pad = Pauses.PAD_MS * 16 + 2 * SpeechGate.FRAME_SAMPLES;

        List<Region> regions = new SpeechGate().regions(joined);

        assertThat(regions).hasSize(2);
        for (int i = 0; i < 2; i++) {
            int start = (5 + 15 * i) * 16_000;
            assertThat(regions.get(i).from()).isBetween(start - pad, start + 28 * 160);
            assertThat(regions.get(i).to()).isBetween(start + 156 * 160, start + clip.length + pad);
        }
    }

    @Test
    void shouldTakeEverythingForSpeechWhereItHardlyRisesOutOfNoise() throws Exception {
        float[] word = Arrays.copyOfRange(Sounds.decode(Sounds.CLIPS.resolve("en1.wav")), 5_000, 11_000);
        double noise = Sounds.rms(word, 0, word.length);
        Random random = new Random(7);
        float[] window = signal(
                HALF_A_MINUTE,
                i -> noise * random.nextGaussian()
                        + (i >= 160_000 && i < 160_000 + word.length ? word[i - 160_000] : 0));

        assertThat(new SpeechGate().regions(window)).containsExactly(new Region(0, HALF_A_MINUTE));
    }

    /** So loud a voice without a breath that its quiet tenth lies above the whole of the low one. */
    @Test
    void shouldKeepALowVoiceBesideALoudOne() throws Exception {
        float[] clip = Arrays.copyOfRange(Sounds.decode(Sounds.CLIPS.resolve("en1.wav")), 28 * 160, 156 * 160);
        int low = 10 * clip.length;
        float[] window = signal(HALF_A_MINUTE, i -> {
            double value = clip[i % clip.length];
            boolean loud = i < low || i >= low + 2 * clip.length;
            return loud ? value + 0.02 * Math.sin(2 * Math.PI * 1000 * i / 16_000.0) : 0.005 * value;
        });
        assertThat(examine(Arrays.copyOfRange(window, low, low + 2 * clip.length))
                        .levelDbfs())
                .isLessThan(-50);

        assertThat(new SpeechGate().regions(window)).containsExactly(new Region(0, HALF_A_MINUTE));
    }

    @Test
    void shouldGiveTheLevelOfEveryWholeFrame() {
        float[] samples = Sounds.tone(1000, 16_000, 16_000);
        Arrays.fill(samples, 8_000, 16_000, 0);

        float[] levels = SpeechGate.frameLevels(samples, 160, 16_000);

        assertThat(levels).hasSize((16_000 - 160) / SpeechGate.FRAME_SAMPLES);
        assertThat((double) levels[5]).isCloseTo(-3.0, within(0.1));
        assertThat(levels[levels.length - 1]).isEqualTo(-120);
    }

    private static Verdict examine(float[] samples) {
        return new SpeechGate().examine(samples, 0, samples.length);
    }

    private static void assertSpeech(float[] samples, String what) {
        Verdict verdict = examine(samples);
        assertThat(verdict.speech()).as("%s: %s", what, verdict).isTrue();
    }

    private static void assertGated(float[] samples, String what) {
        Verdict verdict = examine(samples);
        assertThat(verdict.speech()).as("%s: %s", what, verdict).isFalse();
    }

    private static float[] signal(int length, IntToDoubleFunction value) {
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = (float) value.applyAsDouble(i);
        }
        return samples;
    }

    /** Paul Kellet's filter, within 0.05 dB of -3 dB an octave above 9 Hz. */
    private static IntToDoubleFunction pink(Random random, double gain) {
        double[] b = new double[7];
        return i -> {
            double white = random.nextGaussian();
            b[0] = 0.99886 * b[0] + white * 0.0555179;
            b[1] = 0.99332 * b[1] + white * 0.0750759;
            b[2] = 0.96900 * b[2] + white * 0.1538520;
            b[3] = 0.86650 * b[3] + white * 0.3104856;
            b[4] = 0.55000 * b[4] + white * 0.5329522;
            b[5] = -0.7616 * b[5] - white * 0.0168980;
            double sum = b[0] + b[1] + b[2] + b[3] + b[4] + b[5] + b[6] + white * 0.5362;
            b[6] = white * 0.115926;
            return gain * 0.3 * sum;
        };
    }
}
