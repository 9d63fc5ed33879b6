package dev.earshot.whisper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.earshot.engine.Cancellation;
import dev.earshot.engine.Segment;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.http.Clip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** whisper.cpp's own program, built from the same source with the same flags, must give the same text and times. */
class WhisperCliTest {
    @TempDir
    private Path folder;

    static Stream<Clip> singleWindows() {
        return Clip.all().stream()
                .filter(clip -> clip.bytes().length > 1.1 * 32_000 && clip.bytes().length < 30 * 32_000);
    }

    private record Line(long from, long to, String text) {}

    private List<Line> theirs(Clip clip, String language) throws Exception {
        Path out = folder.resolve("answer");
        ProcessBuilder command = new ProcessBuilder(
                        Natives.variant().resolve("tools/whisper-cli").toString(),
                        "--model",
                        Natives.demoModel().toString(),
                        "--file",
                        clip.path().toString(),
                        "--language",
                        language,
                        "--threads",
                        "1",
                        "--beam-size",
                        "1",
                        "--best-of",
                        "1",
                        "--no-fallback",
                        "--suppress-nst",
                        "--no-prints",
                        "--output-json",
                        "--output-file",
                        out.toString())
                // where it looks for its backends
                .directory(Natives.variant().toFile())
                .redirectErrorStream(true);
        command.environment().put("LD_LIBRARY_PATH", Natives.variant().toString());
        Process cli = command.start();
        String said = new String(cli.getInputStream().readAllBytes());
        assertThat(cli.waitFor()).as(said).isZero();
        JsonNode json = new ObjectMapper().readTree(Path.of(out + ".json").toFile());
        List<Line> lines = new ArrayList<>();
        for (JsonNode segment : json.get("transcription")) {
            JsonNode offsets = segment.get("offsets");
            lines.add(new Line(
                    offsets.get("from").asLong(),
                    offsets.get("to").asLong(),
                    segment.get("text").asText()));
        }
        return lines;
    }

    @ParameterizedTest
    @MethodSource("singleWindows")
    void shouldGiveTextAndTimesOfTheReference(Clip clip) throws Exception {
        String language = clip.language().isEmpty() ? "en" : clip.language();
        TranscriptionOptions options = TranscriptionOptions.builder()
                .language(Optional.of(language))
                .temperatureIncrement(0)
                .build();
        long model = Natives.openDemo();
        OwnTranscriber transcriber = new OwnTranscriber(model, () -> 1, new ContextFit(1, 384, false));
        float[] samples = Natives.samples(clip);
        List<Segment> ours =
                transcriber.transcribe(samples, options, "", new Cancellation()).segments();
        transcriber.close();
        NativeWhisper.closeModel(model);

        long end = WindowSamples.milliseconds(samples);
        List<Line> expected = theirs(clip, language).stream()
                .map(line -> new Line(Math.min(line.from, end), Math.min(line.to, end), line.text))
                .toList();
        assertThat(ours.stream().map(segment -> new Line(segment.startMs(), segment.endMs(), segment.text())))
                .containsExactlyElementsOf(expected);
    }
}
