package dev.earshot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavDecodingTest {
    private static final double[] SAMPLES = {0, 0.5, -0.5, 0.25, -1, 0.75};

    @ParameterizedTest
    @CsvSource({
        "1, 8, 0.0",
        "1, 16, 0.0",
        "1, 24, 0.0",
        "1, 32, 0.0",
        "3, 32, 0.0",
        "3, 64, 0.0",
        "1, 12, 0.0",
        "1, 20, 0.0",
        "6, 8, 0.02",
        "7, 8, 0.02"
    })
    void shouldGiveTheSameSamplesWhateverTheEncoding(int codec, int bits, double error) throws Exception {
        int width = (bits + 7) / 8;
        byte[] plain = new Wav()
                .fmt(Wav.fmt(codec, 1, 16_000, width, bits))
                .data(encode(codec, width))
                .bytes();
        byte[] extensible = new Wav()
                .fmt(Wav.extensible(codec, 1, 16_000, width, bits, bits))
                .data(encode(codec, width))
                .bytes();

        float[] samples = Sounds.decode(plain);

        assertThat(samples).hasSize(SAMPLES.length);
        for (int i = 0; i < samples.length; i++) {
            assertThat((double) samples[i]).isCloseTo(SAMPLES[i], within(error));
        }
        assertThat(Sounds.decode(extensible)).isEqualTo(samples);
    }

    @Test
    void shouldDecodeEveryCodeOfBothTelephoneLawsAsTheStandardSays() {
        // values of ITU-T G.711, tables 1a and 2a, on the 16-bit scale
        assertThat(Companding.A_LAW[0xd5] * 32768).isEqualTo(8);
        assertThat(Companding.A_LAW[0x55] * 32768).isEqualTo(-8);
        assertThat(Companding.A_LAW[0xaa] * 32768).isEqualTo(32256);
        assertThat(Companding.A_LAW[0x2a] * 32768).isEqualTo(-32256);
        assertThat(Companding.MU_LAW[0xff] * 32768).isEqualTo(0);
        assertThat(Companding.MU_LAW[0x00] * 32768).isEqualTo(-32124);
        assertThat(Companding.MU_LAW[0x80] * 32768).isEqualTo(32124);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 32})
    void shouldMixChannelsToTheirMean(int channels) throws Exception {
        double[] interleaved = new double[100 * channels];
        for (int i = 0; i < interleaved.length; i++) {
            interleaved[i] = i % channels == 0 ? 0.5 : 0;
        }
        byte[] wav = new Wav()
                .fmt(Wav.fmt(3, channels, 16_000, 4 * channels, 32))
                .data(Wav.float32(interleaved))
                .bytes();

        float[] samples = Sounds.decode(wav);

        assertThat(samples).hasSize(100).containsOnly(0.5f / channels);
    }

    @Test
    void shouldSkipUnknownChunksAndTheirPadding() throws Exception {
        byte[] wav = new Wav()
                .chunkBefore("LIST", new byte[7])
                .chunkBefore("junk", new byte[0])
                .chunkBefore("cue ", new byte[1])
                .data(Wav.pcm16(SAMPLES))
                .chunkAfter("LIST", new byte[9])
                .bytes();

        assertThat(Sounds.decode(wav)).containsExactly(0, 0.5f, -0.5f, 0.25f, -1, 0.75f);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "4294967295, 4294967295", "0, 4294967295", "36, 0", "4294967295, 2147479552"})
    void shouldReadToTheEndWhenTheWriterDidNotKnowTheSize(long riffSize, long dataSize) throws Exception {
        byte[] wav = new Wav()
                .riffSize(riffSize)
                .dataSize(dataSize)
                .data(Wav.pcm16(SAMPLES))
                .bytes();

        try (PcmReader reader = Sounds.DECODER.open(AudioSource.of(wav))) {
            assertThat(reader.expectedSamples()).isEmpty();
            assertThat(Sounds.rest(reader)).hasSize(SAMPLES.length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RF64", "BW64"})
    void shouldTakeTheSizeFromDs64WhenTheFileIsOfTheWideKind(String magic) throws Exception {
        byte[] sizes = Wav.le(28).putLong(0).putLong(8).putLong(4).putInt(0).array();
        byte[] wav = new Wav()
                .magic(magic)
                .chunkBefore("ds64", sizes)
                .riffSize(0xffffffffL)
                .dataSize(0xffffffffL)
                .data(Wav.pcm16(SAMPLES))
                .bytes();

        try (PcmReader reader = Sounds.DECODER.open(AudioSource.of(wav))) {
            assertThat(reader.expectedSamples()).isEqualTo(OptionalLong.of(4));
            assertThat(Sounds.rest(reader)).containsExactly(0, 0.5f, -0.5f, 0.25f);
        }
    }

    @Test
    void shouldDropAFrameThatIsNotComplete() throws Exception {
        byte[] wav = new Wav()
                .fmt(Wav.fmt(1, 2, 16_000, 4, 16))
                .data(new byte[4 * 10 + 3])
                .bytes();

        assertThat(Sounds.decode(wav)).hasSize(10);
    }

    @Test
    void shouldPassSamplesBeyondFullScaleAndClipNothing() throws Exception {
        byte[] wav = new Wav()
                .fmt(Wav.fmt(3, 1, 16_000, 4, 32))
                .data(Wav.float32(1.5, -7.9, 8))
                .bytes();

        assertThat(Sounds.decode(wav)).containsExactly(1.5f, -7.9f, 8f);
    }

    @ParameterizedTest
    @CsvSource({"4000, 400, 1600", "192000, 192000, 16000", "44100, 44100, 16000", "11025, 11025, 16000"})
    void shouldTellTheLengthBeforeAndKeepIt(int rate, int frames, int expected) throws Exception {
        byte[] wav = new Wav()
                .fmt(Wav.fmt(1, 1, rate, 2, 16))
                .data(new byte[2 * frames])
                .bytes();

        try (PcmReader reader = Sounds.DECODER.open(AudioSource.of(wav))) {
            assertThat(reader.expectedSamples()).isEqualTo(OptionalLong.of(expected));
            assertThat(Sounds.rest(reader)).hasSize(expected);
        }
    }

    private static byte[] encode(int codec, int width) {
        ByteBuffer bytes = Wav.le(SAMPLES.length * width);
        for (double sample : SAMPLES) {
            if (codec == 3) {
                bytes.put(
                        width == 4
                                ? Wav.float32(sample)
                                : Wav.le(8).putDouble(sample).array());
            } else if (codec != 1) {
                bytes.put((byte) nearest(codec == 6 ? Companding.A_LAW : Companding.MU_LAW, sample));
            } else if (width == 1) {
                bytes.put((byte) (Math.round(sample * 128) + 128));
            } else {
                bytes.put(
                        Wav.le(8)
                                .putLong(Math.round(sample * (1L << 8 * width - 1)))
                                .array(),
                        0,
                        width);
            }
        }
        return bytes.array();
    }

    private static int nearest(float[] table, double sample) {
        int best = 0;
        for (int code = 0; code < table.length; code++) {
            best = Math.abs(table[code] - sample) < Math.abs(table[best] - sample) ? code : best;
        }
        return best;
    }
}
