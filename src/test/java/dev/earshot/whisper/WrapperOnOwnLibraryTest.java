package dev.earshot.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.http.Clip;
import io.github.givimad.whisperjni.WhisperContext;
import io.github.givimad.whisperjni.WhisperFullParams;
import io.github.givimad.whisperjni.WhisperGrammar;
import io.github.givimad.whisperjni.WhisperJNI;
import io.github.givimad.whisperjni.WhisperState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** whisper-jni's Java classes, unchanged, on our library. */
class WrapperOnOwnLibraryTest {
    @TempDir
    private static Path copy;

    private final WhisperJNI whisper = new WhisperJNI();

    /** From a copy: a file belongs to the class loader that loaded it first, which another test may have been. */
    @BeforeAll
    static void load() throws Exception {
        Natives.load();
        try (Stream<Path> files = Files.list(Natives.variant())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        System.setProperty("io.github.givimad.whisperjni.libdir", copy.toString());
        WhisperJNI.loadLibrary();
        WhisperJNI.setLibraryLogger(null);
    }

    private static WhisperFullParams params(String prompt) {
        TranscriptionOptions options =
                TranscriptionOptions.builder().language(Optional.of("en")).build();
        return ParameterMapper.map(options, prompt, 1);
    }

    @Test
    void shouldTranscribeWithTheStateOfTheContext() throws Exception {
        float[] samples = Natives.samples(Clip.EN1);
        try (WhisperContext context = whisper.init(Natives.demoModel())) {
            assertThat(whisper.isMultilingual(context)).isTrue();
            assertThat(whisper.full(context, params(""), samples, samples.length))
                    .isZero();
            assertThat(whisper.fullNSegments(context)).isOne();
            assertThat(whisper.fullGetSegmentText(context, 0).strip()).isEqualTo(Clip.EN1.text());
            assertThat(whisper.fullGetSegmentTimestamp0(context, 0)).isBetween(0L, 60L);
            assertThat(whisper.fullGetSegmentTimestamp1(context, 0)).isBetween(100L, 300L);
            assertThatThrownBy(() -> whisper.fullGetSegmentText(context, 1))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("segment 1 of 1");
        }
    }

    @Test
    void shouldTranscribeWithSeparateStates() throws Exception {
        float[] samples = Natives.samples(Clip.EN1);
        try (WhisperContext context = whisper.initNoState(Natives.demoModel());
                WhisperState state = whisper.initState(context)) {
            assertThat(whisper.fullWithState(context, state, params("lights"), samples, samples.length))
                    .isZero();
            assertThat(whisper.fullGetSegmentTextFromState(state, 0).strip()).isEqualTo(Clip.EN1.text());
            assertThatThrownBy(() -> whisper.full(context, params(""), samples, samples.length))
                    .hasMessage("this context was made without a state");
        }
    }

    @Test
    void shouldRefuseWhatKilledTheProcessBefore() throws Exception {
        float[] samples = Natives.samples(Clip.EN1);
        try (WhisperContext context = whisper.init(Natives.demoModel())) {
            assertThatThrownBy(() -> whisper.full(context, params(""), null, 10))
                    .hasMessage("the samples are null");
            assertThatThrownBy(() -> whisper.full(context, params(""), samples, samples.length + 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> whisper.full(context, null, samples, samples.length))
                    .hasMessageContaining("parameters are null");
            float[] wrong = samples.clone();
            wrong[3] = Float.NaN;
            assertThatThrownBy(() -> whisper.full(context, params(""), wrong, wrong.length))
                    .hasMessage("sample 3 is not a number");
            WhisperFullParams unknown = params("");
            unknown.language = "xx-nope";
            assertThatThrownBy(() -> whisper.full(context, unknown, samples, samples.length))
                    .hasMessage("no language is called 'xx-nope'");
            for (int count : new int[] {0, 1, 100, 1600}) {
                assertThat(whisper.full(context, params(""), samples, count)).isZero();
            }
            String longPrompt = "weather ".repeat(20_000) + "x".repeat(100_000);
            assertThat(whisper.full(context, params(longPrompt), samples, samples.length))
                    .isZero();
        }
    }

    @Test
    void shouldKeepToAGrammar() throws Exception {
        float[] samples = Natives.samples(Clip.EN1);
        String text = "root ::= \" \" \"" + Clip.EN1.text() + "\"";
        try (WhisperContext context = whisper.init(Natives.demoModel());
                WhisperGrammar grammar = whisper.parseGrammar(text)) {
            WhisperFullParams params = params("");
            params.grammar = grammar;
            assertThat(whisper.full(context, params, samples, samples.length)).isZero();
            assertThat(whisper.fullGetSegmentText(context, 0).strip()).isEqualTo(Clip.EN1.text());
        }
    }

    @Test
    void shouldGiveNothingForAFileThatIsNoModel() throws Exception {
        Path wrong = Files.writeString(Files.createTempFile(copy, "wrong", ".bin"), "no model");

        assertThat(whisper.init(wrong)).isNull();
    }

    @Test
    void shouldNameTheInstructionsInUse() {
        assertThat(whisper.getSystemInfo()).contains("CPU");
    }
}
