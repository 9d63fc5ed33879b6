package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be done is said with its status, in words and in the shape that clients read; then a good clip still works. */
@QuarkusTest
class BadInputTest extends ServiceCase {
    private static final byte[] GOOD = Clip.EN1.bytes();
    private static final byte[] SILENCE = Clip.named("silence1").bytes();
    private static final String TYPE = "invalid_request_error";
    private static final byte[] NOT_A_NUMBER = {0, 0, (byte) 0xc0, 0x7f};

    static Stream<Arguments> badRecordings() {
        byte[] header = Arrays.copyOf(GOOD, 44);
        byte[] nan = Wav.of(3, 1, 16_000, 32, new byte[64_000]);
        System.arraycopy(NOT_A_NUMBER, 0, nan, 44 + 4000, 4);
        return Stream.of(
                Arguments.of("empty", new byte[0], 400, "unreadable_audio", "The recording has no bytes at all."),
                Arguments.of(
                        "text named .wav",
                        "Dear service, please hear me out.\n".getBytes(StandardCharsets.UTF_8),
                        400,
                        "unreadable_audio",
                        "This looks like text, not like a recording (it starts with 44 65 61 72 20 73 65 72 'Dear ser')."),
                Arguments.of(
                        "header only, which promises sound",
                        header,
                        400,
                        "unreadable_audio",
                        "This WAV recording is cut off: its header promises 95562 bytes of sound, 0 are there."),
                Arguments.of(
                        "header only, which promises none",
                        Wav.of(1, 1, 16_000, 16, new byte[0]),
                        400,
                        "unreadable_audio",
                        "This WAV recording has a header, but not one sample."),
                Arguments.of(
                        "half a header",
                        Arrays.copyOf(GOOD, 20),
                        400,
                        "unreadable_audio",
                        "This WAV recording's chunk 'fmt ' claims 16 bytes, but 0 are left."),
                Arguments.of(
                        "truncated",
                        Arrays.copyOf(GOOD, GOOD.length / 2),
                        400,
                        "unreadable_audio",
                        "This WAV recording is cut off: its header promises 95562 bytes of sound, 47759 are there."),
                Arguments.of(
                        "no channels",
                        Wav.of(1, 0, 16_000, 16, new byte[32_000]),
                        400,
                        "unreadable_audio",
                        "it claims 0 channels, 1 to 32 are read"),
                Arguments.of(
                        "1 Hz",
                        Wav.of(1, 1, 1, 16, new byte[32_000]),
                        400,
                        "unreadable_audio",
                        "it claims 1 samples a second, 4000 to 192000 are read"),
                Arguments.of(
                        "not a number",
                        nan,
                        422,
                        "bad_samples",
                        "This WAV recording's sample 1000 (at 0.06 s) is NaN, not a number."),
                Arguments.of(
                        "a ZIP archive",
                        new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
                        415,
                        "unsupported_format",
                        "This is a ZIP archive, which is not understood"),
                Arguments.of("an MP3 of nothing but headers", mp3Garbage(), 400, "unreadable_audio", "MP3"));
    }

    private static byte[] mp3Garbage() {
        byte[] bytes = new byte[4000];
        for (int i = 0; i < bytes.length; i += 4) {
            bytes[i] = (byte) 0xff;
            bytes[i + 1] = (byte) 0xfb;
        }
        return bytes;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRecordings")
    void shouldSayWhatIsWrongWithARecording(String name, byte[] recording, int status, String code, String message) {
        Answer openAi = api().transcribe(Form.of(recording));
        Answer whisperCpp = api().post(Api.INFERENCE, Form.of(recording));

        assertThat(openAi.requireError(status, TYPE, code, "file")).contains(message);
        assertThat(whisperCpp.status()).isEqualTo(status);
        assertThat(Answer.names(whisperCpp.json())).containsExactly("error");
        assertThat(whisperCpp.json().get("error").textValue()).contains(message);
        requireStillTranscribes();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "response_format|diarized_json|'response_format' must be one of json, text, srt, verbose_json, vtt, not 'diarized_json'.",
                "response_format|JSON|'response_format' must be one of json, text, srt, verbose_json, vtt, not 'JSON'.",
                "language|klingon|'klingon' is not a language that Whisper knows; use a code such as en or de.",
                "temperature|1.1|'temperature' must be a number from 0.0 to 1.0, not '1.1'.",
                "temperature|warm|'temperature' must be a number from 0.0 to 1.0, not 'warm'.",
                "beam_size|99999999999|'beam_size' must be a whole number from 1 to 8, not '99999999999'.",
                "stream|maybe|'stream' must be true or false, not 'maybe'.",
                "timestamp_granularities[]|line|'timestamp_granularities' must be segment or word, not 'line'."
            })
    void shouldSayWhichValueIsWrong(String field, String value, String message) {
        Answer answer = api().transcribe(Form.of(SILENCE).with(field, value));

        assertThat(answer.requireError(400, TYPE, "invalid_value", field.replace("[]", "")))
                .isEqualTo(message);
    }

    @Test
    void shouldSayWhyThereAreNoWordTimes() {
        Answer answer = api().transcribe(Form.of(SILENCE).with("timestamp_granularities[]", "word"));

        assertThat(answer.requireError(400, TYPE, "invalid_value", "timestamp_granularities"))
                .isEqualTo(
                        engineCan("word_times")
                                ? "'timestamp_granularities' word needs response_format verbose_json, not json."
                                : "'timestamp_granularities' word is not supported: the native library does not time"
                                        + " words.");
    }

    @Test
    void shouldTellUnknownModelsFromThoseThatAreNotLoaded() {
        Answer unknown = api().transcribe(Form.of(SILENCE).with("model", "whisper-9"));
        Answer other = api().transcribe(Form.of(SILENCE).with("model", ServiceFolders.OTHER_MODEL));

        assertThat(unknown.requireError(404, TYPE, "model_not_found", "model"))
                .isEqualTo("There is no model 'whisper-9'. GET /v1/models lists those there are.");
        assertThat(other.requireError(409, TYPE, "model_not_loaded", "model"))
                .isEqualTo("The model 'other-model' is installed but not loaded; 'earshot-demo' is. Put it in use"
                        + " ('earshot models use other-model', or POST /v1/store/models/other-model/use), or leave"
                        + " 'model' out.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prompt", "keywords[]"})
    void shouldBoundThePrompt(String field) {
        Answer longest = api().transcribe(Form.of(SILENCE).with(field, "ü".repeat(4000)));
        Answer tooLong = api().transcribe(Form.of(SILENCE).with(field, "ü".repeat(4001)));

        assertThat(longest.transcript()).isEmpty();
        String name = field.replace("[]", "");
        assertThat(tooLong.requireError(413, TYPE, "too_large", name))
                .isEqualTo("'" + name + "' has 4001 characters; at most 4000 are taken (earshot.limits.prompt).");
    }

    @ParameterizedTest
    @ValueSource(strings = {Api.TRANSCRIPTIONS, Api.TRANSLATIONS})
    void shouldAskForTheMissingFile(String path) {
        String wanted = "no 'file' field in the request: send the recording as a file part named 'file'.";

        Answer none = api().post(Api.TRANSCRIPTIONS, Form.empty().with("model", "whisper-1"));
        Answer text = api().post(Api.TRANSCRIPTIONS, Form.empty().with("file", "not a file"));
        Answer whisperCpp = api().post(Api.INFERENCE, Form.empty().with("model", "whisper-1"));

        assertThat(none.requireError(400, TYPE, "invalid_value", "file")).isEqualTo(wanted);
        assertThat(text.requireError(400, TYPE, "invalid_value", "file")).isEqualTo(wanted);
        assertThat(whisperCpp.status()).isEqualTo(400);
        assertThat(whisperCpp.text()).isEqualTo("{\"error\":\"" + wanted + "\"}");
    }

    @Test
    void shouldTakeOneRecordingARequest() {
        Answer answer = api().transcribe(Form.of(SILENCE).file("second.wav", SILENCE));

        assertThat(answer.requireError(400, TYPE, "invalid_value", "file"))
                .isEqualTo("There is more than one 'file'; send one recording a request.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "multipart/form-data", "application/x-www-form-urlencoded", "audio/wav"})
    void shouldSayWhichContentTypeItTakes(String type) {
        Answer answer = api().post(Api.TRANSCRIPTIONS, type, BodyPublishers.ofByteArray(GOOD));

        assertThat(answer.requireError(400, TYPE, "invalid_value", "file"))
                .isEqualTo("Send the recording as multipart/form-data in a field named 'file'"
                        + " (curl -F file=@recording.wav ...).");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no form at all",
                "--earshot-test-boundary\r\n\r\n",
                "--earshot-test-boundary\r\nContent-Disposition: nonsense\r\n\r\nx\r\n--earshot-test-boundary--\r\n"
            })
    void shouldRefuseAFormThatCannotBeRead(String body) {
        Answer answer = api().post(Api.TRANSCRIPTIONS, Form.CONTENT_TYPE, BodyPublishers.ofString(body));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(Answer.names(answer.json().get("error"))).containsExactly("message", "type", "param", "code");
    }

    @Test
    void shouldRefuseMoreFieldsThanAnyRequestNeeds() {
        Form form = Form.of(SILENCE);
        for (int i = 0; i < 500; i++) {
            form.with("field" + i, "x");
        }

        Answer answer = api().transcribe(form);

        answer.requireError(400, TYPE, "invalid_value", null);
    }

    @Test
    void shouldRefuseAFieldThatIsFarTooLong() {
        Answer answer = api().transcribe(Form.of(SILENCE).with("prompt", "x".repeat(1_000_000)));

        assertThat(answer.status()).as(answer.text()).isIn(400, 413);
        assertThat(Answer.names(answer.json().get("error"))).containsExactly("message", "type", "param", "code");
    }

    @Test
    void shouldRefuseAnAnnouncedBodyBeforeItComes() {
        long announced = 3L << 30;
        try (RawHttp connection = new RawHttp(base)) {
            RawHttp.Reply reply =
                    connection.send(RawHttp.uploadHead(base, announced)).reply();

            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.message())
                    .isEqualTo("The request has " + announced + " bytes; at most " + (2L << 30)
                            + " are taken (earshot.uploads.max-body).");
        }
    }

    @Test
    void shouldAnswerInOpenAisShapeWhateverIsAskedFor() {
        assertThat(api().get("/nothing").requireError(404, TYPE, null, null))
                .isEqualTo("There is nothing at this address. See /q/openapi for what there is.");
        assertThat(api().get("/v1/nothing").requireError(404, TYPE, null, null))
                .isEqualTo("There is nothing at this address. See /q/openapi for what there is.");
        for (String path : new String[] {Api.TRANSCRIPTIONS, Api.TRANSLATIONS}) {
            assertThat(api().get(path).requireError(405, TYPE, null, null))
                    .isEqualTo("This address does not take that method.");
        }
        assertThat(api().get(Api.INFERENCE).text())
                .isEqualTo("{\"error\":\"This address does not take that method.\"}");
        assertThat(api().post("/v1/models", Form.of(SILENCE)).requireError(405, TYPE, null, null))
                .isEqualTo("This address does not take that method.");
        assertThat(RawHttp.exchange(base, "GET", "/load", Map.of("Host", base.getAuthority()))
                        .status())
                .as("no loading by path from the network")
                .isEqualTo(404);
    }

    /** As their routes do, with a slash at the end, too. */
    @Test
    void shouldReceiveARecordingAtAnAddressWithASlash() {
        assertThat(api().post(Api.TRANSCRIPTIONS + "/", Form.of(GOOD)).transcript())
                .isEqualTo(Clip.EN1.text());
    }

    /** whisper.cpp takes a prompt apart recursively; a long one must not end the process. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "ü", "好", "x "})
    void shouldTakeThePromptToItsLimitWithSpeech(String unit) {
        String prompt = unit.repeat(4000 / unit.length());

        Answer answer = api().transcribe(Form.of(GOOD).with("prompt", prompt).with("language", "en"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        requireStillTranscribes();
    }

    @Test
    void shouldBoundPromptAndKeywordsTogether() {
        Form form = Form.of(SILENCE).with("prompt", "x".repeat(2000));
        for (int i = 0; i < 20; i++) {
            form.with("keywords[]", "y".repeat(200));
        }

        String message = api().transcribe(form).requireError(413, TYPE, "too_large", "prompt");

        assertThat(message).endsWith("at most 4000 are taken (earshot.limits.prompt).");
    }

    /** A step that never reaches 1 would keep the model busy for ever. */
    @Test
    void shouldRefuseATemperatureStepThatIsTooSmall() {
        Answer answer = api().post(Api.INFERENCE, Form.of(GOOD).with("temperature_inc", "1e-8"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo("{\"error\":\"'temperature_inc' must be a number from 0.1 to 1.0, not '1e-8'.\"}");
    }

    /** Three hours cost seconds, because the speech gate keeps them from the model. */
    @Test
    void shouldFindNoSpeechInThreeSilentHours() {
        byte[] hours = Conversion.silentFlac(3 * 3600);
        assertThat(hours.length).isLessThan(5_000_000);

        Answer answer = api().transcribe(Form.of(hours).with("x_earshot", "true"));

        assertThat(answer.transcript()).isEmpty();
        assertThat(answer.json().get("reason").textValue()).isEqualTo("no_speech");
        assertThat(answer.json().at("/usage/seconds").intValue()).isEqualTo(3 * 3600);
        assertThat(answer.json().at("/x_earshot/windows_without_speech"))
                .isEqualTo(answer.json().at("/x_earshot/windows"));
    }
}
