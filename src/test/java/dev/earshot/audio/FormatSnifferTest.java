package dev.earshot.audio;

import static dev.earshot.audio.AudioException.Problem.UNKNOWN_FORMAT;
import static dev.earshot.audio.AudioException.Problem.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatSnifferTest {
    private final AudioDecoder decoder = Sounds.DECODER;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "mp3, MP3", "mp2, MP3", "flac, FLAC", "ogg, OGG", "opus, OGG", "m4a, MP4", "mov, MP4", "3gp, MP4",
        "webm, MATROSKA", "mka, MATROSKA", "aac, AAC", "aiff, AIFF", "caf, CAF", "au, AU", "wma, ASF", "avi, AVI",
        "flv, FLV", "ts, MPEG_TS", "mpg, MPEG_PS", "wav, WAV"
    })
    void shouldKnowAContainerByItsContentAndDecodeIt(String ending, ContainerFormat expected) throws Exception {
        Path made = Tools.ffmpeg(directory.resolve("a." + ending), arguments(ending));
        Path renamed = Files.move(made, directory.resolve("holiday.jpeg"));

        assertThat(FormatSniffer.sniff(AudioSource.of(renamed))).isEqualTo(expected);
        float[] samples = Sounds.decode(renamed);
        assertThat(samples.length / 16_000.0).isBetween(2.9, 3.1);
        assertThat(Sounds.rms(samples, 0, samples.length)).isBetween(0.07, 0.1);
    }

    @Test
    void shouldKnowWhatStandsBehindAnId3TagWithAPicture() throws Exception {
        byte[] mp3 = Files.readAllBytes(Tools.ffmpeg(directory.resolve("a.mp3"), "-i", clip(), "-id3v2_version", "0"));
        for (int picture : new int[] {0, 100, Head.SIZE - 20, Head.SIZE - 10, 300_000}) {
            byte[] tagged = Arrays.copyOf(
                    new byte[] {
                        'I',
                        'D',
                        '3',
                        4,
                        0,
                        0,
                        0,
                        (byte) (picture >> 14),
                        (byte) (picture >> 7 & 127),
                        (byte) (picture & 127)
                    },
                    10 + picture + mp3.length);
            System.arraycopy(mp3, 0, tagged, 10 + picture, mp3.length);

            assertThat(FormatSniffer.sniff(AudioSource.of(tagged))).isEqualTo(ContainerFormat.MP3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PK\\u0003\\u0004, a ZIP archive", "%PDF-1.7, a PDF document", "GIF89a, a GIF picture",
        "<!DOCTYPE html><html>, an HTML page", "'  <HTML lang=\"en\">', an HTML page", "wvpk1234, WavPack audio",
        "lmgg1234, a whisper.cpp model", "RIFF1234WEBPVP8, a RIFF file without sound"
    })
    void shouldNameAFileOfAnotherKind(String content, String description) {
        String unescaped = content.replace("\\u0003", "\u0003").replace("\\u0004", "\u0004");

        AudioException refusal = refusal(unescaped.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(refusal.problem()).isEqualTo(UNKNOWN_FORMAT);
        assertThat(refusal).hasMessageContaining("This is " + description + ", which is not understood");
    }

    @Test
    void shouldShowWhatWasSeenWhenItIsText() {
        AudioException refusal = refusal("hello, this is no sound\n".getBytes(StandardCharsets.UTF_8));

        assertThat(refusal)
                .hasMessageContainingAll("looks like text", "68 65 6c 6c 6f 2c 20 74 'hello, t'", "WAV", "MP3", "AMR");
        assertThat(refusal.problem()).isEqualTo(UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 11, 12, 100, 20_000})
    void shouldCallRandomBytesUnreadable(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);

        assertThat(refusal(noise).problem()).isEqualTo(UNREADABLE);
    }

    @Test
    void shouldNotTakeTwoBytesOfSyncForMp3() {
        byte[] noise = new byte[20_000];
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            random.nextBytes(noise);
            noise[0] = (byte) 0xff;
            noise[1] = (byte) (random.nextBoolean() ? 0xfb : 0xf1);
            Head head = new Head(Arrays.copyOf(noise, Head.SIZE));

            assertThat(MpegFrames.startsWithMpegAudio(head) && MpegFrames.startsWithAdts(head))
                    .isFalse();
            assertThat(MpegFrames.startsWithMpegAudio(head)).as("case %s", i).isFalse();
        }
    }

    private static String[] arguments(String ending) {
        return switch (ending) {
            case "3gp", "mov", "flv" -> new String[] {"-i", clip(), "-ar", "44100", "-c:a", "aac"};
            default -> new String[] {"-i", clip()};
        };
    }

    private static String clip() {
        return Sounds.CLIPS.resolve("en1.wav").toString();
    }

    private AudioException refusal(byte[] content) {
        AudioException refusal =
                catchThrowableOfType(AudioException.class, () -> decoder.open(AudioSource.of(content)));
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
