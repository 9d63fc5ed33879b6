package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One clip in each container and in telling forms of WAV; the whole matrix is {@link FormatMatrixTest}. */
@QuarkusTest
class FormatsTest extends ServiceCase {
    private static final List<String> TELLING = List.of(
            "wav 8000 Hz, mono, mu-law",
            "wav 16000 Hz, mono, 8 bit",
            "wav 44100 Hz, stereo, 16 bit",
            "wav 48000 Hz, mono, 24 bit",
            "wav 48000 Hz, stereo, float",
            "wav 96000 Hz, stereo, 32 bit");

    static Stream<AudioForm> forms() {
        return Stream.concat(
                AudioForm.all().stream().filter(form -> TELLING.contains(form.name())),
                AudioForm.containers().stream());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void shouldHearTheSameWordsInEveryForm(AudioForm form) {
        Clip clip = Clip.named("de3");

        Answer answer = api().transcribe(Form.of(form.make(clip)).with("language", "de"));

        assertThat(answer.transcript()).isEqualTo(clip.text());
    }
}
