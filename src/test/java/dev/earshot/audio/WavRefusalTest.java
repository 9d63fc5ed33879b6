package dev.earshot.audio;

import static dev.earshot.audio.AudioException.Problem.DECODER_MISSING;
import static dev.earshot.audio.AudioException.Problem.EMPTY;
import static dev.earshot.audio.AudioException.Problem.NOT_NUMBERS;
import static dev.earshot.audio.AudioException.Problem.TOO_LONG;
import static dev.earshot.audio.AudioException.Problem.UNKNOWN_FORMAT;
import static dev.earshot.audio.AudioException.Problem.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.earshot.audio.AudioException.Problem;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavRefusalTest {
    private static final byte[] SOUND = new byte[1000];

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 0  | 16000  | 2 | 16 | 0 channels",
                "1 | 33 | 16000  | 66 | 16 | 33 channels",
                "1 | 1  | 1      | 2 | 16 | 1 samples a second",
                "1 | 1  | 3999   | 2 | 16 | 3999 samples a second",
                "1 | 1  | 192001 | 2 | 16 | 192001 samples a second",
                "1 | 1  | -1     | 2 | 16 | 4294967295 samples a second",
                "1 | 2  | 16000  | 2 | 16 | block align is 2 bytes, but 2 channel(s) of 16 bits take 4",
                "1 | 1  | 16000  | 0 | 16 | block align is 0",
                "1 | 1  | 16000  | 5 | 40 | samples of 40 bits",
                "1 | 1  | 16000  | 0 | 0  | samples of 0 bits",
                "3 | 1  | 16000  | 2 | 16 | samples of 16 bits",
                "7 | 1  | 16000  | 2 | 16 | samples of 16 bits"
            })
    void shouldRefuseAContradictoryFormat(
            int codec, int channels, int rate, int blockAlign, int bits, String expected) {
        byte[] wav = new Wav()
                .fmt(Wav.fmt(codec, channels, rate, blockAlign, bits))
                .data(SOUND)
                .bytes();

        assertRefused(wav, UNREADABLE, expected);
    }

    @Test
    void shouldTellPromisedAndPresentBytesWhenTheFileIsCutOff() {
        byte[] whole = new Wav().data(SOUND).bytes();

        assertRefused(
                Arrays.copyOf(whole, whole.length - 400),
                UNREADABLE,
                "header promises 1000 bytes of sound, 600 are there",
                "0 or 0xFFFFFFFF");
    }

    @Test
    void shouldRefuseAHeaderWithoutChunks() {
        byte[] whole = new Wav().data(SOUND).bytes();

        assertRefused(Arrays.copyOf(whole, 12), UNREADABLE, "ends before its fmt chunk, after 12 bytes");
        assertRefused(Arrays.copyOf(whole, 30), UNREADABLE, "16 bytes, but 10 are left");
        assertRefused(new Wav().bytes(true, false), UNREADABLE, "ends before its data chunk");
        assertRefused(new Wav().data(SOUND).bytes(false, true), UNREADABLE, "before the fmt chunk");
    }

    @Test
    void shouldSayEmptyWhenThereIsNotOneSample() {
        assertRefused(new Wav().bytes(), EMPTY, "not one sample");
        assertRefused(new Wav().chunkAfter("LIST", new byte[10]).bytes(), EMPTY, "not one sample");
        assertRefused(new Wav().riffSize(0xffffffffL).dataSize(0xffffffffL).bytes(), EMPTY, "not one sample");
        assertRefused(new Wav().data(new byte[1]).bytes(), EMPTY, "not one sample");
        assertRefused(new byte[0], EMPTY, "no bytes");
    }

    @Test
    void shouldRefuseABigEndianFileInWords() {
        assertRefused(new Wav().magic("RIFX").data(SOUND).bytes(), UNKNOWN_FORMAT, "RIFX", "sox");
    }

    @ParameterizedTest
    @ValueSource(longs = {1001, 0x7fffffff, 0xffffffffL})
    void shouldRefuseAChunkThatClaimsMoreThanThereIs(long size) {
        byte[] wav = new Wav().chunkBefore("LIST", size, new byte[4]).bytes(true, false);

        assertRefused(wav, UNREADABLE, "chunk 'LIST' claims " + size + " bytes, but 4 are left");
    }

    @Test
    void shouldRefuseAFmtChunkOfAbsurdSizeThatIsThere() {
        assertRefused(new Wav().fmt(new byte[5000]).data(SOUND).bytes(), UNREADABLE, "fmt chunk claims 5000 bytes");
        assertRefused(new Wav().fmt(new byte[14]).data(SOUND).bytes(), UNREADABLE, "14 bytes, 16 are the least");
    }

    @Test
    void shouldRefuseAnExtensibleFormatThatContradictsItself() {
        byte[] shortened = Arrays.copyOf(Wav.extensible(1, 1, 16_000, 2, 16, 16), 24);

        assertRefused(new Wav().fmt(shortened).data(SOUND).bytes(), UNREADABLE, "takes 40 bytes, with 24");
        assertRefused(
                new Wav()
                        .fmt(Wav.extensible(1, 1, 16_000, 2, 16, 17))
                        .data(SOUND)
                        .bytes(),
                UNREADABLE,
                "17 valid bits in samples of 16");
    }

    @Test
    void shouldRefuseAWideFileThatPromisesMoreThanThereIs() {
        byte[] sizes = Wav.le(28).putLong(0).putLong(1L << 40).putLong(0).array();
        byte[] wav = new Wav()
                .magic("RF64")
                .chunkBefore("ds64", sizes)
                .dataSize(0xffffffffL)
                .data(SOUND)
                .bytes();

        assertRefused(wav, UNREADABLE, "promises 1099511627776 bytes of sound, 1000 are there");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void shouldSayWhereASampleIsNotANumber(double value) {
        double[] samples = new double[40_000];
        samples[32_001] = value;
        byte[] wav = new Wav()
                .fmt(Wav.fmt(3, 2, 16_000, 8, 32))
                .data(Wav.float32(samples))
                .bytes();

        assertRefused(wav, NOT_NUMBERS, "sample 16000 of channel 1 (at 1.00 s) is ");
    }

    @Test
    void shouldRefuseIntegersStoredAsFloats() {
        byte[] wav = new Wav()
                .fmt(Wav.fmt(3, 1, 16_000, 4, 32))
                .data(Wav.float32(0, 1, -20431))
                .bytes();

        assertRefused(wav, UNREADABLE, "sample 2", "-20431.0", "divide them by 32768");
    }

    @Test
    void shouldRefuseMoreThanTheLimitAtOpenWhenTheHeaderTells() {
        AudioDecoder decoder =
                new AudioDecoder(new AudioSettings(Duration.ofSeconds(2), "ffmpeg", Duration.ofSeconds(5)));

        assertThat(decodeFailure(decoder, new Wav().data(new byte[64_002]).bytes()))
                .hasMessage("This WAV recording is 2.00 s long; at most 2.00 s are accepted.")
                .extracting(AudioException::problem)
                .isEqualTo(TOO_LONG);
        assertThat(decodeFailure(decoder, new Wav().data(new byte[64_000]).bytes()))
                .isNull();
    }

    @Test
    void shouldRefuseMoreThanTheLimitWhenItIsReachedWhereTheHeaderDoesNotTell() throws Exception {
        AudioDecoder decoder =
                new AudioDecoder(new AudioSettings(Duration.ofSeconds(2), "ffmpeg", Duration.ofSeconds(5)));
        byte[] wav = new Wav().dataSize(0xffffffffL).data(new byte[96_000]).bytes();

        try (PcmReader reader = decoder.open(AudioSource.of(wav))) {
            AudioException refusal = catchThrowableOfType(AudioException.class, () -> Sounds.rest(reader));

            assertThat(refusal.problem()).isEqualTo(TOO_LONG);
        }
    }

    @Test
    void shouldAskForFfmpegWhenAWavHoldsAnotherCodec() {
        AudioDecoder decoder =
                new AudioDecoder(new AudioSettings(Duration.ofSeconds(2), "/nowhere/ffmpeg", Duration.ofSeconds(5)));
        byte[] adpcm =
                new Wav().fmt(Wav.fmt(0x11, 1, 16_000, 256, 4)).data(SOUND).bytes();

        assertThat(decodeFailure(decoder, adpcm).problem()).isEqualTo(DECODER_MISSING);
    }

    private static void assertRefused(byte[] wav, Problem problem, String... words) {
        AudioException refusal = decodeFailure(Sounds.DECODER, wav);

        assertThat(refusal).isNotNull().hasMessageContainingAll(words);
        assertThat(refusal.problem()).isEqualTo(problem);
    }

    private static AudioException decodeFailure(AudioDecoder decoder, byte[] wav) {
        return catchThrowableOfType(AudioException.class, () -> Sounds.decode(decoder, AudioSource.of(wav)));
    }
}
