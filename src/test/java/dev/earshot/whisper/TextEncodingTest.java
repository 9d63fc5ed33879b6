package dev.earshot.whisper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.Segment;
import dev.earshot.engine.Token;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.engine.Word;
import dev.earshot.http.Clip;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text that needs more than two bytes a character, some of it cut between two tokens. */
class TextEncodingTest {
    private static final TranscriptionOptions OPTIONS = TranscriptionOptions.builder()
            .language(Optional.of("en"))
            .wordTimes(true)
            .build();

    @TempDir
    private Path folder;

    private static Segment transcribe(Path model) throws Exception {
        long handle = Natives.open(model, true);
        OwnTranscriber transcriber = new OwnTranscriber(handle, () -> 1, new ContextFit(1, 384, true));
        try {
            List<Segment> segments = transcriber
                    .transcribe(Natives.samples(Clip.EN1), OPTIONS, "", new Cancellation())
                    .segments();
            assertThat(segments).hasSize(1);
            return segments.get(0);
        } finally {
            transcriber.close();
            NativeWhisper.closeModel(handle);
        }
    }

    @Test
    void shouldBringEmojiAndCutCharactersWhole() throws Exception {
        List<Token> plain = transcribe(Natives.demoModel()).tokens();
        assertThat(plain).hasSize(5);
        byte[] party = " 🎉".getBytes(UTF_8);
        Path patched = PatchedVocabulary.write(
                Natives.demoModel(),
                Map.of(
                        plain.get(0).id(), " 😢".getBytes(UTF_8),
                        plain.get(1).id(), Arrays.copyOf(party, 3),
                        plain.get(2).id(), Arrays.copyOfRange(party, 3, party.length),
                        plain.get(3).id(), " 語".getBytes(UTF_8),
                        plain.get(4).id(), " na\u00efve".getBytes(UTF_8)),
                folder.resolve("emoji.bin"));

        Segment segment = transcribe(patched);

        assertThat(segment.text()).isEqualTo(" 😢 🎉 語 naïve");
        assertThat(segment.words().stream().map(Word::text)).containsExactly(" 😢", " 🎉", " 語", " naïve");
        assertThat(segment.tokens().get(1).utf8()).isEqualTo(Arrays.copyOf(party, 3));
    }
}
