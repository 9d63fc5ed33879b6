package dev.earshot.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is taken for speech. */
class EnergyTrackerTest {
    private static final int SILENCE = 8000;

    private final Random random = new Random(7);

    /** Starts and stops in milliseconds, alternating. */
    private static List<Long> changes(float[] samples) {
        EnergyTracker tracker = new EnergyTracker();
        Endpointer endpointer = new Endpointer(0);
        List<Long> changes = new ArrayList<>();
        tracker.feed(samples, 0.5, (count, voice) -> {
            switch (endpointer.frame(count, voice, SILENCE)) {
                case STARTED -> changes.add(endpointer.firstSound() / 16);
                case STOPPED -> changes.add(endpointer.lastSound() / 16);
                case NONE -> {}
            }
        });
        return changes;
    }

    private float[] noise(double seconds, double dbfs) {
        float[] samples = new float[(int) (seconds * 16_000)];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (Math.pow(10, dbfs / 20) * random.nextGaussian());
        }
        return samples;
    }

    private static float[] hum(double seconds) {
        float[] samples = new float[(int) (seconds * 16_000)];
        for (int i = 0; i < samples.length; i++) {
            for (int harmonic = 1; harmonic < 12; harmonic++) {
                samples[i] += (float) (0.05 / harmonic * Math.sin(2 * Math.PI * 50 * harmonic * i / 16_000.0));
            }
        }
        return samples;
    }

    private static void add(float[] to, float[] what, double atSeconds) {
        int at = (int) (atSeconds * 16_000);
        for (int i = 0; i < what.length; i++) {
            to[at + i] += what[i];
        }
    }

    @Test
    void shouldHearNobodyInSilenceHumAndSteadyNoise() {
        assertThat(changes(new float[600 * 16_000])).isEmpty();
        assertThat(changes(hum(120))).hasSizeLessThanOrEqualTo(2);
        assertThat(changes(noise(120, -70))).isEmpty();
        assertThat(changes(noise(120, -50))).isEmpty();
        assertThat(changes(noise(120, -30))).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void shouldFindWhereSomebodySpeaksInNoise() {
        float[] room = noise(20, -50);
        add(room, ToneReader.word(4, 0), 5);
        add(room, ToneReader.word(4, 0), 5.4);
        add(room, ToneReader.word(4, 0), 12);

        List<Long> changes = changes(room);

        assertThat(changes).hasSize(4);
        assertThat(changes.get(0)).isBetween(4960L, 5060L);
        assertThat(changes.get(1)).isBetween(5680L, 5780L);
        assertThat(changes.get(2)).isBetween(11960L, 12060L);
        assertThat(changes.get(3)).isBetween(12280L, 12380L);
    }

    @Test
    void shouldGetUsedToANoiseThatSetsIn() {
        float[] room = noise(60, -70);
        add(room, noise(40, -35), 20);

        List<Long> changes = changes(room);

        assertThat(changes).hasSize(2);
        assertThat(changes.get(0)).isBetween(19_900L, 20_100L);
        assertThat(changes.get(1)).isLessThan(31_000L);
    }

    @Test
    void shouldTakeNoClickForSpeech() {
        float[] room = noise(20, -60);
        for (int second = 2; second < 20; second += 2) {
            float[] click = new float[400];
            for (int i = 0; i < click.length; i++) {
                click[i] = (float) (0.5 * Math.exp(-i / 80.0) * random.nextGaussian());
            }
            add(room, click, second);
        }

        assertThat(changes(room)).isEmpty();
    }

    @Test
    void shouldHearSomebodyWhoSpeaksFromTheFirstSampleOn() {
        float[] samples = ToneReader.join(List.of(ToneReader.word(8, 0.1), ToneReader.word(8, 2)));

        assertThat(changes(samples)).hasSize(2).first().isEqualTo(60L);
    }
}
