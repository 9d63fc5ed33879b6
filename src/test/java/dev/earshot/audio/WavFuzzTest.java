package dev.earshot.audio;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Broken headers by the ten thousand. How "without huge allocations" is asserted: the JVM counts what this thread
 * allocates, and no case may take more than the largest filter bank (11 MB) and the fixed buffers; "quickly": all cases
 * together within two minutes, where some loops over a claimed size of 4 GiB would take longer.
 */
class WavFuzzTest {
    private static final int CASES = 21_000;
    private static final long MOST_BYTES = 12L << 20;
    private static final long[] EXTREMES = {
        0, 1, 2, 7, 0x7f, 0x80, 0xff, 0xffff, 0x7fff_0000L, 0x7fff_ffffL, 0x8000_0000L, 0xffff_fffeL, 0xffff_ffffL
    };

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final AudioDecoder decoder =
            new AudioDecoder(new AudioSettings(Duration.ofSeconds(10), "/nowhere/ffmpeg", Duration.ofSeconds(1)));

    @Test
    void shouldRefuseOrDecodeEveryBrokenHeader() {
        byte[][] seeds = seeds();
        int decoded = 0;
        long start = System.nanoTime();
        for (int seed = 0; seed < CASES; seed++) {
            byte[] wav = broken(seeds[seed % seeds.length], new SplittableRandom(seed));
            long before = threads.getCurrentThreadAllocatedBytes();
            decoded += check(wav, seed) ? 1 : 0;
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated for case %s", seed)
                    .isLessThan(MOST_BYTES);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(2));
        // a fuzzer that only ever hits the first check tests nothing
        assertThat(decoded).isBetween(CASES / 10, CASES * 9 / 10);
    }

    private boolean check(byte[] wav, int seed) {
        float[] samples;
        try {
            samples = Sounds.decode(decoder, AudioSource.of(wav));
        } catch (AudioException e) {
            assertThat(e.getMessage()).as("message of case %s", seed).isNotBlank();
            return false;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("case " + seed, e);
        }
        // a byte is at most one sample at 4 kHz, which is four at 16 kHz
        assertThat(samples.length).as("samples of case %s", seed).isBetween(1, 4 * wav.length);
        for (float sample : samples) {
            if (!(Math.abs(sample) <= 8 * WavReader.LIMIT)) {
                throw new AssertionError("case " + seed + " gives " + sample);
            }
        }
        return true;
    }

    private static byte[] broken(byte[] seed, SplittableRandom random) {
        byte[] wav = seed.clone();
        int header = Math.min(wav.length, 90);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int at = random.nextInt(header - 4);
            switch (random.nextInt(6)) {
                case 0 -> wav[at] = (byte) random.nextInt();
                case 1 -> wav[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> put(wav, at, random.nextInt());
                case 3 -> put(wav, at / 2 * 2, (int) EXTREMES[random.nextInt(EXTREMES.length)]);
                case 4 -> wav = Arrays.copyOf(wav, random.nextInt(wav.length - header) + header);
                default -> {
                    int from = random.nextInt(wav.length);
                    System.arraycopy(wav, from, wav, at, Math.min(wav.length - from, header - at) / 2);
                }
            }
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(wav, random.nextInt(header)) : wav;
    }

    private static void put(byte[] wav, int at, int value) {
        System.arraycopy(Wav.le(4).putInt(value).array(), 0, wav, at, 4);
    }

    private static byte[][] seeds() {
        byte[] noise = new byte[1200];
        new Random(1).nextBytes(noise);
        double[] values = Sounds.doubles(Sounds.tone(440, 16_000, 240));
        byte[] ds64 = Wav.le(28).putLong(0).putLong(noise.length).putLong(600).array();
        return new byte[][] {
            new Wav().data(noise).bytes(),
            new Wav().fmt(Wav.fmt(1, 2, 44_100, 6, 24)).data(noise).bytes(),
            new Wav().fmt(Wav.fmt(3, 1, 8_000, 4, 32)).data(Wav.float32(values)).bytes(),
            new Wav().fmt(Wav.extensible(1, 2, 48_000, 4, 16, 16)).data(noise).bytes(),
            new Wav()
                    .fmt(Wav.fmt(7, 1, 8_000, 1, 8))
                    .chunkBefore("LIST", new byte[5])
                    .data(noise)
                    .bytes(),
            new Wav().riffSize(0).dataSize(0).data(noise).bytes(),
            new Wav()
                    .magic("RF64")
                    .chunkBefore("ds64", ds64)
                    .dataSize(0xffffffffL)
                    .data(noise)
                    .bytes(),
        };
    }
}
