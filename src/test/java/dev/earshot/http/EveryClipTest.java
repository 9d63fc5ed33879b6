package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All clips in all formats, by turns with the language given and left to the model. In the JVM only: the packaged program
 * shows each clip once in {@link ClipsIT}.
 */
@QuarkusTest
class EveryClipTest extends ServiceCase {
    static Stream<Arguments> clipsFormatsAndLanguages() {
        List<Arguments> cases = new ArrayList<>();
        for (Clip clip : Clip.speech()) {
            for (String format : Spoken.FORMATS) {
                boolean given = (cases.size() + clip.name().length()) % 2 == 0;
                cases.add(Arguments.of(clip.name(), format, given ? clip.language() : "auto"));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("clipsFormatsAndLanguages")
    void shouldWriteDownEveryClipInEveryFormat(String name, String format, String language) {
        Clip clip = Clip.named(name);

        Answer answer = api().transcribe(
                        Form.of(clip.bytes()).with("response_format", format).with("language", language));

        assertThat(Spoken.words(answer, format, clip)).isEqualTo(clip.text());
    }

    static Stream<String> speech() {
        return Clip.speech().stream().map(Clip::name);
    }

    /** whisper.cpp's server writes a line a segment, each as the model made it, behind a space where words have spaces. */
    @ParameterizedTest
    @MethodSource("speech")
    void shouldWriteDownEveryClipInTheWordsOfWhisperCpp(String name) {
        Clip clip = Clip.named(name);

        String text = api().post(Api.INFERENCE, Form.of(clip.bytes()).with("language", clip.language()))
                .transcript();

        assertThat(text).endsWith("\n");
        assertThat(text.replace("\n", "").strip()).isEqualTo(clip.text());
    }
}
