package dev.earshot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {
    /** 0.001 dB: 10^(-86/20) in the design, and a float's rounding. */
    private static final double RIPPLE_DB = 0.001;

    @ParameterizedTest
    @ValueSource(ints = {4_000, 8_000, 11_025, 12_000, 22_050, 24_000, 32_000, 44_100, 44_101, 48_000, 96_000, 192_000})
    void shouldPassTheBandWithoutRippleAndInTime(int rate) {
        double edge = 0.95 * Math.min(rate, 16_000) / 2;
        for (double hertz : new double[] {50, edge / 3, edge / 2, edge * 0.99}) {
            float[] output = resample(Sounds.tone(hertz, rate, rate), rate, 4096);
            float[] ideal = Sounds.tone(hertz, 16_000, 16_000);

            assertThat(output).hasSize(16_000);
            int from = 4_000;
            int to = 12_000;
            assertThat(Sounds.db(Sounds.rms(output, from, to) / Sounds.rms(ideal, from, to)))
                    .as("ripple at %s Hz of %s", hertz, rate)
                    .isCloseTo(0, within(RIPPLE_DB));
            assertThat(Sounds.snr(Arrays.copyOfRange(ideal, from, to), Arrays.copyOfRange(output, from, to)))
                    .as("alignment at %s Hz of %s", hertz, rate)
                    .isGreaterThan(75);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {22_050, 44_100, 47_999, 48_000, 96_000, 192_000})
    void shouldKeepTonesAboveNyquistEightyDecibelsDown(int rate) {
        for (double place : new double[] {0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.97}) {
            double hertz = 8_000 + place * (rate / 2.0 - 8_000);
            float[] output = resample(Sounds.tone(hertz, rate, rate), rate, 4096);

            assertThat(Sounds.db(Sounds.rms(output, 4_000, 12_000) * Math.sqrt(2)))
                    .as("alias of %s Hz at %s", hertz, rate)
                    .isLessThan(-80);
        }
    }

    @ParameterizedTest
    @CsvSource({"8000, 1000", "8000, 3500", "8000, 3590", "4000, 900", "11025, 4000", "12000, 5000"})
    void shouldKeepImagesEightyDecibelsDownWhenTheRateRises(int rate, double hertz) {
        float[] output = resample(Sounds.tone(hertz, rate, rate), rate, 4096);
        float[] ideal = Sounds.tone(hertz, 16_000, 16_000);

        float[] images = new float[8_000];
        double gain = projection(output, ideal);
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) (output[4_000 + i] - gain * ideal[4_000 + i]);
        }

        assertThat(Sounds.db(Sounds.rms(images, 0, 8_000) * Math.sqrt(2))).isLessThan(-80);
    }

    @ParameterizedTest
    @CsvSource({
        "44100, 1, 0",
        "44100, 2, 1",
        "44100, 44100, 16000",
        "8000, 1, 2",
        "48000, 3, 1",
        "192000, 5, 0",
        "192000, 6, 1",
        "22050, 1000, 726",
        "44101, 88202, 32000",
        "4000, 7, 28"
    })
    void shouldGiveRoundedLength(int rate, int samples, int expected) {
        assertThat(resample(new float[samples], rate, 4096)).hasSize(expected);
        assertThat(Resampler.outputLength(samples, rate)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 44_100, 44_101, 48_000, 192_000})
    void shouldNotDependOnHowTheInputIsCut(int rate) {
        float[] input = new float[rate / 2];
        Random random = new Random(rate);
        for (int i = 0; i < input.length; i++) {
            input[i] = random.nextFloat() * 2 - 1;
        }
        float[] whole = resample(input, rate, input.length);

        assertThat(resample(input, rate, 1)).isEqualTo(whole);
        assertThat(resample(input, rate, 7)).isEqualTo(whole);
        assertThat(resample(input, rate, 1000)).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 44_100, 48_000, 192_000})
    void shouldPutAClickWhereItWas(int rate) {
        float[] input = new float[rate];
        input[rate / 2] = 1;

        float[] output = resample(input, rate, 4096);

        int peak = 0;
        for (int i = 0; i < output.length; i++) {
            peak = Math.abs(output[i]) > Math.abs(output[peak]) ? i : peak;
        }
        assertThat(peak).isEqualTo(8_000);
        for (int i = 1; i < 500; i++) {
            assertThat(output[8_000 - i]).isCloseTo(output[8_000 + i], within(1e-5f));
        }
    }

    @Test
    void shouldKeepAnOffsetExactly() {
        float[] input = new float[44_100];
        Arrays.fill(input, 0.5f);

        float[] output = resample(input, 44_100, 4096);

        for (int i = 1_000; i < 15_000; i++) {
            assertThat(output[i]).isCloseTo(0.5f, within(1e-6f));
        }
    }

    private static double projection(float[] output, float[] ideal) {
        double product = 0;
        double power = 0;
        for (int i = 4_000; i < 12_000; i++) {
            product += (double) output[i] * ideal[i];
            power += (double) ideal[i] * ideal[i];
        }
        return product / power;
    }

    private static float[] resample(float[] input, int rate, int piece) {
        Resampler resampler = new Resampler(rate);
        float[] output = new float[(int) Resampler.outputLength(input.length, rate) + 100];
        int filled = 0;
        for (int at = 0; at < input.length; at += piece) {
            resampler.push(input, at, Math.min(piece, input.length - at));
            filled += resampler.pull(output, filled, output.length - filled);
        }
        resampler.finish();
        filled += resampler.pull(output, filled, output.length - filled);
        return Arrays.copyOf(output, filled);
    }
}
