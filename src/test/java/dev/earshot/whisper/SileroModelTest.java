package dev.earshot.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.earshot.audio.Region;
import dev.earshot.audio.VoiceProbabilities;
import dev.earshot.engine.SpeechDetector;
import dev.earshot.engine.VoiceModel;
import dev.earshot.engine.VoiceStream;
import dev.earshot.http.Clip;
import dev.earshot.model.ModelException;
import dev.earshot.model.SpeechModelFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With Silero's own weights, which are not part of the project: {@code TESTS_VAD_MODEL} says where they lie. */
class SileroModelTest {
    private static final VoiceProbabilities RULES =
            new VoiceProbabilities(0.5f, Duration.ofMillis(250), Duration.ofMillis(100), Duration.ofMillis(300));

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void find() {
        Optional<Path> model =
                Optional.ofNullable(System.getenv("TESTS_VAD_MODEL")).map(Path::of);
        assumeTrue(model.isPresent(), "not run: TESTS_VAD_MODEL does not name ggml-silero-v6.2.0.bin");
        file = model.get();
    }

    @Test
    void shouldHearSpeechInSpeechAndNoneInNoise() throws Exception {
        SileroModel silero = new SileroModel(file);
        silero.open(Natives.load());
        SpeechDetector detector = VoiceModel.detector(silero, RULES);

        for (Clip clip : Clip.all()) {
            float[] samples = Natives.samples(clip);
            List<Region> regions = detector.regions(samples);
            assertThat(regions.isEmpty()).as(clip.name()).isEqualTo(!clip.isSpeech());
        }
        assertThat(silero.probabilities(new float[16_000])).hasSize(32);
    }

    @Test
    void shouldHearTheSameInAStreamHoweverItIsCut() throws Exception {
        SileroModel silero = new SileroModel(file);
        silero.open(Natives.load());
        float[] samples = Natives.samples(Clip.EN1);
        float[] whole = silero.probabilities(Arrays.copyOf(samples, 64 * 512));

        try (VoiceStream stream = silero.stream();
                VoiceStream other = silero.stream()) {
            for (int from = 0; from < 64; from += 4) {
                other.next(new float[512]);
                float[] part = stream.next(Arrays.copyOfRange(samples, from * 512, (from + 4) * 512));
                assertThat(part).containsExactly(Arrays.copyOfRange(whole, from, from + 4), within(1e-5f));
            }
        }
    }

    @Test
    void shouldRefuseEveryFileOfAnotherShapeBeforeNativeCodeSeesIt() throws Exception {
        byte[] right = Files.readAllBytes(file);
        SpeechModelFile.check(file);
        Path wrong = folder.resolve("wrong.bin");
        int header = 4 + 4 + 10 + 3 * 4;
        for (int at = 0; at < header + 19 * 4; at += at == 4 ? 14 : 4) {
            boolean version = at >= 18 && at < header;
            byte[] changed = right.clone();
            ByteBuffer view = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
            view.putInt(at, view.getInt(at) ^ 0x40000001);
            Files.write(wrong, changed);
            if (!version) {
                assertThatThrownBy(() -> SpeechModelFile.check(wrong))
                        .as("byte %s", at)
                        .isInstanceOf(ModelException.class);
            }
        }
        Files.write(wrong, Arrays.copyOf(right, right.length - 1));
        assertThatThrownBy(() -> SpeechModelFile.check(wrong)).hasMessageContaining("ends too early");
        Files.write(wrong, Arrays.copyOf(right, right.length + 1));
        assertThatThrownBy(() -> SpeechModelFile.check(wrong)).hasMessageContaining("is not Silero's");
    }
}
