package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each limit is kept, whichever way the recording comes, and what ffmpeg does is survived. */
@QuarkusTest
@TestProfile(RestrictedProfile.class)
class LimitsTest extends RestrictedCase {
    private static final String TYPE = "invalid_request_error";

    @BeforeEach
    void removeFfmpeg() throws IOException {
        Files.createDirectories(RestrictedProfile.FFMPEG.getParent());
        Files.deleteIfExists(RestrictedProfile.FFMPEG);
    }

    private static void installFfmpeg() throws IOException {
        Files.createSymbolicLink(RestrictedProfile.FFMPEG, Path.of("/usr/bin/ffmpeg"));
    }

    private static void installFfmpeg(String script) throws IOException {
        Files.writeString(RestrictedProfile.FFMPEG, script);
        Files.setPosixFilePermissions(RestrictedProfile.FFMPEG, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void shouldKeepLargerRecordingsOnDiskAndRemoveThem() {
        // Clips are larger than the memory given here, so that each takes the way over the disk.
        assertThat(Clip.EN1.bytes().length).isGreaterThan(64 * 1024);

        requireStillTranscribes();
        assertThat(api().postChunked(Api.TRANSCRIPTIONS, Form.of(Clip.EN1.bytes()))
                        .transcript())
                .isEqualTo(Clip.EN1.text());
    }

    @Test
    void shouldRefuseALargerBodyThatIsAnnounced() {
        Form form = Form.of(new byte[6 << 20]);

        Answer answer = api().transcribe(form);

        assertThat(answer.requireError(413, TYPE, "too_large", "file"))
                .isEqualTo("The request has " + form.body().length
                        + " bytes; at most 4194304 are taken (earshot.uploads.max-body).");
        requireStillTranscribes();
    }

    @Test
    void shouldRefuseALargerRecordingThatIsNotAnnounced() {
        byte[] recording = Wav.silence(135);
        assertThat(recording.length).isBetween((4 << 20) + 1, 5 << 20);

        Answer announced = api().transcribe(Form.of(recording));
        Answer chunked = api().postChunked(Api.TRANSCRIPTIONS, Form.of(recording));

        String message = "The recording has more than 4194304 bytes (earshot.uploads.max-body).";
        assertThat(announced.requireError(413, TYPE, "too_large", "file")).isEqualTo(message);
        assertThat(chunked.requireError(413, TYPE, "too_large", "file")).isEqualTo(message);
        requireStillTranscribes();
    }

    @Test
    void shouldRefuseALongerRecording() {
        assertThat(api().transcribe(Form.of(Wav.silence(60))).transcript()).isEmpty();
        assertThat(api().transcribe(Form.of(Wav.silence(61))).requireError(413, TYPE, "too_large", "file"))
                .isEqualTo("This WAV recording is 1 min 1 s long; at most 1 min 0 s are accepted.");
    }

    @Test
    void shouldStopASmallFileThatUnpacksToHours() throws IOException {
        installFfmpeg();
        byte[] flac = Conversion.silentFlac(3 * 3600);
        byte[] mp3 = Conversion.silentMp3(3600);
        assertThat(flac.length).isLessThan(4 << 20);
        assertThat(mp3.length).isLessThan(4 << 20);

        assertThat(api().transcribe(Form.of(flac)).requireError(413, TYPE, "too_large", "file"))
                .isEqualTo("This FLAC recording is 3 h 0 min long; at most 1 min 0 s are accepted.");
        assertThat(api().transcribe(Form.of(mp3)).requireError(413, TYPE, "too_large", "file"))
                .isEqualTo("This MP3 recording is too long; at most 1 min 0 s are accepted.");
        requireStillTranscribes();
    }

    @Test
    void shouldBoundPromptAndKeywordsTogether() {
        byte[] silence = Clip.named("silence1").bytes();

        Answer longest = api().transcribe(Form.of(silence).with("prompt", "x".repeat(20)));
        assertThat(longest.status()).as(longest.text()).isEqualTo(200);
        assertThat(api().transcribe(Form.of(silence).with("prompt", "x".repeat(21)))
                        .requireError(413, TYPE, "too_large", "prompt"))
                .isEqualTo("'prompt' has 21 characters; at most 20 are taken (earshot.limits.prompt).");
        Form many = Form.of(silence);
        for (int i = 0; i < 10; i++) {
            many.with("keywords[]", "x".repeat(20));
        }
        assertThat(api().transcribe(many).status()).isEqualTo(413);
    }

    @Test
    void shouldNameTheFormatAndThePackageWhereFfmpegIsMissing() {
        byte[] flac = Conversion.of(Clip.EN1.path(), "flac", "ffmpeg -y -loglevel error -i IN OUT");

        Answer answer = api().transcribe(Form.of(flac));

        assertThat(answer.requireError(415, TYPE, "unsupported_format", "file"))
                .isEqualTo("This is FLAC audio; decoding it needs ffmpeg, which is not installed (looked for '"
                        + RestrictedProfile.FFMPEG + "'). Install it ('apt install ffmpeg') or send WAV.");
        assertThat(api().get("/q/health/ready").status()).isEqualTo(200);
        requireStillTranscribes();
    }

    @Test
    void shouldNoticeThatFfmpegWasInstalled() throws IOException {
        byte[] flac = Conversion.of(Clip.EN1.path(), "flac", "ffmpeg -y -loglevel error -i IN OUT");

        installFfmpeg();

        assertThat(api().transcribe(Form.of(flac)).transcript()).isEqualTo(Clip.EN1.text());
    }

    @Test
    void shouldNotTakeAPartForTheWholeWhenFfmpegIsKilledHalfWay() throws IOException {
        byte[] flac = Conversion.of(Clip.EN1.path(), "flac", "ffmpeg -y -loglevel error -i IN OUT");
        installFfmpeg("""
                #!/bin/sh
                head -c 40000 '%s'
                kill -9 $$
                """.formatted(Clip.EN1.path()));

        Answer answer = api().transcribe(Form.of(flac));

        assertThat(answer.requireError(500, "server_error", "internal_error", "file"))
                .isEqualTo(
                        "ffmpeg was killed by signal 9 while decoding this FLAC recording; the recording may be fine.");
        requireStillTranscribes();
    }

    @Test
    void shouldKillAnFfmpegThatHangs() throws IOException {
        byte[] flac = Conversion.of(Clip.EN1.path(), "flac", "ffmpeg -y -loglevel error -i IN OUT");
        installFfmpeg("""
                #!/bin/sh
                head -c 40000 '%s'
                exec sleep 1000
                """.formatted(Clip.EN1.path()));

        Answer answer = api().transcribe(Form.of(flac));

        assertThat(answer.requireError(500, "server_error", "internal_error", "file"))
                .isEqualTo("ffmpeg gave nothing for 2.00 s while decoding this FLAC recording and was killed.");
        requireStillTranscribes();
    }

    @Test
    void shouldGiveUpAnUploadThatStalls() {
        byte[] body = Form.of(Clip.EN1.bytes()).body();
        try (RawHttp connection = new RawHttp(base)) {
            connection.send(RawHttp.uploadHead(base, body.length)
                    .replaceFirst("\r\n", "\r\nAuthorization: Bearer " + RestrictedProfile.KEY + "\r\n"));
            connection.send(Arrays.copyOf(body, 80_000));

            RawHttp.Reply reply = connection.reply();

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.message())
                    .isEqualTo("Nothing more of the recording came for 2000 ms (earshot.uploads.stall-timeout).");
        }
        requireStillTranscribes();
    }

    @Test
    void shouldRefuseAFormThatEndsInsideTheRecording() {
        byte[] form = Form.of(Clip.EN1.bytes()).body();

        Answer answer = api().post(
                        Api.TRANSCRIPTIONS,
                        Form.CONTENT_TYPE,
                        HttpRequest.BodyPublishers.ofByteArray(Arrays.copyOf(form, form.length / 2)));

        answer.requireError(400, TYPE, "invalid_value", null);
        requireStillTranscribes();
    }
}
