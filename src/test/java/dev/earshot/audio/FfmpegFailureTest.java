package dev.earshot.audio;

import static dev.earshot.audio.AudioException.Problem.DECODER_FAILED;
import static dev.earshot.audio.AudioException.Problem.DECODER_MISSING;
import static dev.earshot.audio.AudioException.Problem.NOT_NUMBERS;
import static dev.earshot.audio.AudioException.Problem.TOO_LONG;
import static dev.earshot.audio.AudioException.Problem.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegFailureTest {
    private static final Path CLIP = Sounds.CLIPS.resolve("en1.wav");

    @TempDir
    Path directory;

    @AfterEach
    void nothingIsLeft() {
        FfmpegChildren.assertNoneLeft();
    }

    @Test
    void shouldNameThePackageWhenFfmpegIsMissing() throws Exception {
        AudioDecoder decoder = decoder("/nowhere/ffmpeg", Duration.ofSeconds(5));

        AudioException refusal = refusal(decoder, Files.readAllBytes(mp3(1)));

        assertThat(refusal)
                .hasMessageContainingAll("This is MP3 audio", "not installed", "/nowhere/ffmpeg", "apt install ffmpeg");
        assertThat(refusal.problem()).isEqualTo(DECODER_MISSING);
        assertThat(decoder.ffmpegAvailable()).isFalse();
        assertThat(Sounds.DECODER.ffmpegAvailable()).isTrue();
        assertThat(decoder("no-such-program", Duration.ofSeconds(5)).ffmpegAvailable())
                .isFalse();
    }

    @Test
    void shouldSayDecoderFailedWhenFfmpegIsKilledHalfWay() throws Exception {
        try (PcmReader reader = Sounds.DECODER.open(AudioSource.of(mp3(120)))) {
            FfmpegChildren.alive().forEach(ProcessHandle::destroyForcibly);

            AudioException failure = catchThrowableOfType(AudioException.class, () -> Sounds.rest(reader));

            assertThat(failure).hasMessageContainingAll("killed by signal 9", "MP3");
            assertThat(failure.problem()).isEqualTo(DECODER_FAILED);
        }
    }

    @Test
    void shouldKillADecoderThatHangsAndWhatItStarted() throws Exception {
        Path fake = Tools.script(directory, "sleep 1000 & sleep 1000");

        AudioException failure = refusal(decoder(fake.toString(), Duration.ofMillis(300)), Files.readAllBytes(mp3(1)));

        assertThat(failure).hasMessageContaining("ffmpeg gave nothing for 0.30 s");
        assertThat(failure.problem()).isEqualTo(DECODER_FAILED);
    }

    @Test
    void shouldKillADecoderThatClosesItsOutputAndStays() throws Exception {
        Path fake = Tools.script(directory, "exec >&-\nsleep 1000");

        AudioException failure = refusal(decoder(fake.toString(), Duration.ofMillis(300)), Files.readAllBytes(mp3(1)));

        assertThat(failure.problem()).isEqualTo(DECODER_FAILED);
    }

    @Test
    void shouldQuoteFfmpegOnOneBoundedLineWhenItGivesUp() throws Exception {
        Path fake = Tools.script(
                directory,
                "i=0; while [ $i -lt 3000 ]; do echo \"bad \033[31mthing $i\" >&2; i=$((i+1)); done; exit 1");

        AudioException failure = refusal(decoder(fake.toString(), Duration.ofSeconds(20)), Files.readAllBytes(mp3(1)));

        assertThat(failure)
                .hasMessageContaining("cannot be decoded; ffmpeg says: ")
                .hasMessageContaining("thing");
        assertThat(failure.getMessage().length()).isLessThan(500);
        assertThat(failure.getMessage()).doesNotContain("\n", "\033");
        assertThat(failure.problem()).isEqualTo(UNREADABLE);
    }

    @Test
    void shouldRefuseThePartWhenFfmpegFailsAfterSomeSound() throws Exception {
        Path wav = directory.resolve("part.wav");
        Files.write(wav, new Wav().dataSize(0xffffffffL).data(new byte[64_000]).bytes());
        Path fake = Tools.script(directory, "cat " + wav + "; echo lost the rest >&2; exit 1");
        AudioDecoder decoder = decoder(fake.toString(), Duration.ofSeconds(20));

        AudioException failure = refusal(decoder, Files.readAllBytes(mp3(1)));

        assertThat(failure).hasMessageContainingAll("cannot be decoded to its end", "lost the rest");
        assertThat(failure.problem()).isEqualTo(UNREADABLE);
    }

    @Test
    void shouldClipADecodersSpikesAndRefuseWhatIsNoNumber() throws Exception {
        Path wav = directory.resolve("spikes.wav");
        Path fake = Tools.script(directory, "cat " + wav);
        AudioDecoder decoder = decoder(fake.toString(), Duration.ofSeconds(20));
        byte[] mp3 = Files.readAllBytes(mp3(1));

        Files.write(wav, floats(0, 1e9, -1e9, Double.POSITIVE_INFINITY));
        assertThat(Sounds.decode(decoder, AudioSource.of(mp3))).containsExactly(0, 8, -8, 8);

        Files.write(wav, floats(0, Double.NaN));
        assertThat(refusal(decoder, mp3).problem()).isEqualTo(NOT_NUMBERS);
    }

    @Test
    void shouldStopABombAtTheLimit() throws Exception {
        Path bomb = Tools.ffmpeg(
                directory.resolve("bomb.mp3"),
                "-f",
                "lavfi",
                "-i",
                "anullsrc=r=8000:cl=mono",
                "-t",
                "3600",
                "-b:a",
                "8k");
        AudioDecoder decoder =
                new AudioDecoder(new AudioSettings(Duration.ofSeconds(60), "ffmpeg", Duration.ofSeconds(20)));

        try (PcmReader reader = decoder.open(AudioSource.of(bomb))) {
            float[] buffer = new float[16_000];
            long[] samples = {0};
            AudioException refusal = catchThrowableOfType(AudioException.class, () -> {
                for (int count; (count = reader.read(buffer, 0, buffer.length)) >= 0; ) {
                    samples[0] += count;
                }
            });

            assertThat(refusal).hasMessageContaining("at most 1 min 0 s are accepted");
            assertThat(refusal.problem()).isEqualTo(TOO_LONG);
            assertThat(samples[0]).isLessThanOrEqualTo(60 * 16_000);
        }
    }

    @Test
    void shouldRefuseThreeSilentHoursAtOpenWhenFlacTells() throws Exception {
        Path flac = Tools.ffmpeg(
                directory.resolve("long.flac"), "-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "10800");
        AudioDecoder decoder =
                new AudioDecoder(new AudioSettings(Duration.ofHours(1), "ffmpeg", Duration.ofSeconds(20)));

        AudioException refusal = catchThrowableOfType(AudioException.class, () -> decoder.open(AudioSource.of(flac)));

        assertThat(refusal).hasMessageContainingAll("3 h 0 min long", "at most 1 h 0 min");
        assertThat(refusal.problem()).isEqualTo(TOO_LONG);
    }

    @Test
    void shouldSayNoSoundTrackWhenThereIsOnlyAPicture() throws Exception {
        Path video = Tools.ffmpeg(directory.resolve("a.mkv"), "-f", "lavfi", "-i", "testsrc=d=0.2:s=64x64");

        AudioException refusal = refusal(Sounds.DECODER, Files.readAllBytes(video));

        assertThat(refusal).hasMessage("This Matroska/WebM file has no sound track.");
        assertThat(refusal.problem()).isEqualTo(UNREADABLE);
    }

    @Test
    void shouldRefuseFlacThatIsCutOff() throws Exception {
        byte[] flac = Files.readAllBytes(Tools.ffmpeg(directory.resolve("a.flac"), "-i", CLIP.toString()));

        AudioException refusal = refusal(Sounds.DECODER, Arrays.copyOf(flac, flac.length / 2));

        assertThat(refusal).hasMessageContainingAll("cut off", "promises 2.99 s, only");
        assertThat(refusal.problem()).isEqualTo(UNREADABLE);
    }

    @Test
    void shouldGiveWhatIsThereWhenMp3IsCutOffBecauseItPromisesNothing() throws Exception {
        byte[] mp3 = Files.readAllBytes(mp3(10));

        float[] half = Sounds.decode(Arrays.copyOf(mp3, mp3.length / 2));

        assertThat(half.length / 16_000.0).isBetween(4.8, 5.2);
    }

    @Test
    void shouldRefuseAHeaderWithRubbishBehindIt() throws Exception {
        byte[] rubbish = new byte[20_000];
        new java.util.Random(1).nextBytes(rubbish);
        byte[] head = {'f', 'L', 'a', 'C'};
        System.arraycopy(head, 0, rubbish, 0, head.length);

        assertThat(refusal(Sounds.DECODER, rubbish).problem()).isEqualTo(UNREADABLE);
    }

    @Test
    void shouldBlameNeitherFfmpegNorTheRecordingWhenItsBytesCannotBeRead() throws Exception {
        byte[] mp3 = Files.readAllBytes(mp3(60));
        AudioSource broken = new AudioSource() {
            @Override
            public InputStream open() {
                return new InputStream() {
                    private int at;

                    @Override
                    public int read() throws IOException {
                        if (at == mp3.length / 2) {
                            throw new IOException("disk gone");
                        }
                        return mp3[at++] & 0xff;
                    }
                };
            }

            @Override
            public long length() {
                return mp3.length;
            }
        };

        AudioException failure =
                catchThrowableOfType(AudioException.class, () -> Sounds.decode(Sounds.DECODER, broken));

        assertThat(failure).hasMessageContaining("disk gone").hasRootCauseMessage("disk gone");
        assertThat(failure.problem()).isEqualTo(DECODER_FAILED);
    }

    @Test
    void shouldEndABlockedReadWhenAnotherThreadCloses() throws Exception {
        Path wav = directory.resolve("begin.wav");
        Files.write(wav, new Wav().dataSize(0xffffffffL).data(new byte[40_000]).bytes());
        Path fake = Tools.script(directory, "cat " + wav + "; exec sleep 1000");
        PcmReader reader = decoder(fake.toString(), Duration.ofMinutes(5)).open(AudioSource.of(mp3(1)));
        CountDownLatch reading = new CountDownLatch(1);
        CompletableFuture<AudioException> outcome = CompletableFuture.supplyAsync(() -> {
            reading.countDown();
            return catchThrowableOfType(AudioException.class, () -> Sounds.rest(reader));
        });
        assertThat(reading.await(10, TimeUnit.SECONDS)).isTrue();

        reader.close();

        assertThat(outcome.get(10, TimeUnit.SECONDS)).hasMessageContaining("closed");
    }

    @Test
    void shouldStartNothingForUnknownContent() throws Exception {
        Path trace = directory.resolve("started");
        Path fake = Tools.script(directory, "touch " + trace);

        refusal(decoder(fake.toString(), Duration.ofSeconds(5)), "#EXTM3U\nhttp://10.0.0.1/\n".getBytes());

        assertThat(trace).doesNotExist();
    }

    @Test
    void shouldGiveTheChildACleanEnvironment() throws Exception {
        Path trace = directory.resolve("environment");
        Path fake = Tools.script(directory, "env > " + trace + "; exit 1");

        refusal(decoder(fake.toString(), Duration.ofSeconds(5)), Files.readAllBytes(mp3(1)));

        assertThat(Files.readAllLines(trace))
                .contains("LC_ALL=C")
                .allMatch(line -> line.matches("(LC_ALL|PATH|PWD|OLDPWD|SHLVL|_)=.*"));
    }

    private Path mp3(int seconds) {
        return Tools.ffmpeg(
                directory.resolve("tone" + seconds + ".mp3"), "-f", "lavfi", "-i", "sine=440:r=16000:d=" + seconds);
    }

    private static byte[] floats(double... samples) {
        return new Wav()
                .fmt(Wav.fmt(3, 1, 16_000, 4, 32))
                .dataSize(0xffffffffL)
                .data(Arrays.copyOf(Wav.float32(samples), samples.length * 4))
                .chunkBefore("LIST", new byte[128])
                .bytes();
    }

    private static AudioDecoder decoder(String ffmpeg, Duration stall) {
        return new AudioDecoder(new AudioSettings(Duration.ofHours(4), ffmpeg, stall));
    }

    private static AudioException refusal(AudioDecoder decoder, byte[] recording) {
        AudioException refusal =
                catchThrowableOfType(AudioException.class, () -> Sounds.decode(decoder, AudioSource.of(recording)));
        assertThat(refusal).isNotNull();
        return refusal;
    }
}
