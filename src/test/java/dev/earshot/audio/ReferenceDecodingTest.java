package dev.earshot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The demo clips in other shapes, decoded here and by sox. In the last tenth below the Nyquist frequency the two filters
 * differ by design, so the clips are cut to 7/8 of it before, and what both make of resampled ones after: the noise of
 * mu-law lies in that tenth as well.
 */
class ReferenceDecodingTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        // without resampling both only scale: the rounding of a float; with it, both filters' ripple
        "16000, 1, 16, signed-integer, 140", "16000, 2, 16, signed-integer, 140", "16000, 1, 24, signed-integer, 140",
        "16000, 1, 32, signed-integer, 130", "16000, 1, 8, unsigned-integer, 140", "16000, 2, 32, floating-point, 130",
        "16000, 1, 64, floating-point, 130", "16000, 1, 8, a-law, 140", "16000, 1, 8, u-law, 140",
        "8000, 1, 16, signed-integer, 75", "8000, 2, 8, u-law, 75", "44100, 1, 16, signed-integer, 75",
        "44100, 2, 16, signed-integer, 75", "44100, 2, 24, signed-integer, 75", "48000, 1, 32, floating-point, 75",
        "48000, 2, 16, signed-integer, 75", "48000, 6, 24, signed-integer, 75", "96000, 2, 24, signed-integer, 75",
        "96000, 1, 32, signed-integer, 75", "22050, 1, 16, signed-integer, 75", "11025, 1, 16, signed-integer, 75",
        "192000, 2, 24, signed-integer, 75"
    })
    void shouldAgreeWithSox(int rate, int channels, int bits, String encoding, double atLeastDb) throws Exception {
        for (String clip : new String[] {"en1.wav", "de2.wav", "zh3.wav"}) {
            Path shaped = directory.resolve("shaped.wav");
            String band = rate < 16_000 ? "-" + rate * 7 / 16 : "-7000";
            Tools.sox(
                    Sounds.CLIPS.resolve(clip),
                    "-c",
                    channels,
                    "-b",
                    bits,
                    "-e",
                    encoding,
                    shaped,
                    "sinc",
                    band,
                    "rate",
                    "-v",
                    rate);

            float[] ours = Sounds.decode(shaped);
            float[] theirs = Tools.soxDecode(shaped, directory.resolve("reference.f32"));

            assertThat(ours.length).isCloseTo(theirs.length, within(1));
            boolean resampled = rate != 16_000;
            double snr = resampled
                    ? Sounds.snr(
                            Tools.soxCut(theirs, rate < 16_000 ? rate * 7 / 16 : 7000, directory),
                            Tools.soxCut(ours, rate < 16_000 ? rate * 7 / 16 : 7000, directory))
                    : Sounds.snr(theirs, ours);
            assertThat(snr).as(clip).isGreaterThan(atLeastDb);
        }
    }

    @Test
    void shouldDecodeEveryClipToTheBit() throws Exception {
        for (Path clip : Sounds.speechClips()) {
            float[] reference = Tools.soxDecode(clip, directory.resolve("reference.f32"));

            assertThat(Sounds.decode(clip)).as(clip.toString()).isEqualTo(reference);
        }
    }
}
