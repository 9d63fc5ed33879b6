package dev.earshot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FfmpegDecodingTest {
    private static final Path CLIP = Sounds.CLIPS.resolve("en1.wav");

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeft() {
        FfmpegChildren.assertNoneLeft();
    }

    @Test
    void shouldDecodeALosslessContainerToTheBit() throws Exception {
        float[] expected = Sounds.decode(CLIP);

        for (String ending : new String[] {"flac", "aiff", "caf", "au", "mka"}) {
            Path copy = Tools.ffmpeg(
                    directory.resolve("a." + ending),
                    "-i",
                    CLIP.toString(),
                    "-c:a",
                    ending.equals("flac")
                            ? "flac"
                            : ending.equals("caf") || ending.equals("mka") ? "pcm_s16le" : "pcm_s16be");

            assertThat(Sounds.decode(copy)).as(ending).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mp3, 44100, 2",
        "mp3, 16000, 1",
        "ogg, 48000, 1",
        "opus, 48000, 2",
        "m4a, 44100, 2",
        "webm, 48000, 1",
        "wav, 22050, 1"
    })
    void shouldStayAtTheWordsInALossyCodec(String ending, int rate, int channels) throws Exception {
        String[] codec = ending.equals("wav") ? new String[] {"-c:a", "adpcm_ima_wav"} : new String[] {"-b:a", "128k"};
        Path copy = Tools.ffmpeg(
                directory.resolve("a." + ending),
                "-i",
                CLIP.toString(),
                "-ar",
                "" + rate,
                "-ac",
                "" + channels,
                codec[0],
                codec[1]);
        float[] clip = Sounds.decode(CLIP);

        float[] decoded = Sounds.decode(copy);

        // encoders add some frames; a transcript's times must not move by more than one video frame
        assertThat(decoded.length).isCloseTo(clip.length, within(1_600));
        assertThat(delay(clip, decoded)).isBetween(0, 640);
    }

    @Test
    void shouldTellTheLengthOfFlacBefore() throws Exception {
        Path flac = Tools.ffmpeg(directory.resolve("a.flac"), "-i", CLIP.toString(), "-ar", "44100");

        try (PcmReader reader = Sounds.DECODER.open(AudioSource.of(flac))) {
            OptionalLong expected = reader.expectedSamples();

            assertThat(Sounds.rest(reader)).hasSize((int) expected.orElseThrow());
        }
    }

    @Test
    void shouldWaitForASlowReaderLongerThanTheStallAllows() throws Exception {
        Path mp3 = Tools.ffmpeg(directory.resolve("a.mp3"), "-f", "lavfi", "-i", "sine=440:d=60:r=16000");
        Duration stall = Duration.ofSeconds(2);
        AudioDecoder decoder = new AudioDecoder(new AudioSettings(Duration.ofHours(1), "ffmpeg", stall));

        try (PcmReader reader = decoder.open(AudioSource.of(mp3))) {
            // time must pass while nobody reads: nothing happens that a latch could wait for
            assertThat(new CountDownLatch(1).await(2 * stall.toMillis(), TimeUnit.MILLISECONDS))
                    .isFalse();

            assertThat(Sounds.rest(reader).length / 16_000.0).isCloseTo(60, within(0.1));
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenClosedEarlyAndTwice() throws Exception {
        Path mp3 = Tools.ffmpeg(directory.resolve("a.mp3"), "-f", "lavfi", "-i", "sine=440:d=60:r=16000");
        for (int i = 0; i < 5; i++) {
            PcmReader reader = Sounds.DECODER.open(AudioSource.of(mp3));
            assertThat(FfmpegChildren.alive()).hasSize(1);

            reader.close();
            reader.close();

            FfmpegChildren.assertNoneLeft();
        }
    }

    @Test
    void shouldOpenTheSameSourceInMemoryAndOnDisk() throws Exception {
        Path ogg = Tools.ffmpeg(directory.resolve("a.ogg"), "-i", CLIP.toString());

        assertThat(Sounds.decode(Files.readAllBytes(ogg))).isEqualTo(Sounds.decode(ogg));
    }

    /** The shift in samples at which the two agree best. */
    private static int delay(float[] clip, float[] decoded) {
        int best = 0;
        double most = 0;
        for (int shift = 0; shift < 1_600; shift++) {
            double product = 0;
            for (int i = 0; i < Math.min(clip.length, decoded.length - shift); i++) {
                product += clip[i] * decoded[i + shift];
            }
            best = product > most ? shift : best;
            most = Math.max(most, product);
        }
        return best;
    }
}
