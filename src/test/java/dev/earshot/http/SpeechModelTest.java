package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every clip with Silero's model in front and the context fitted; needs {@code TESTS_VAD_MODEL}. */
@QuarkusTest
@TestProfile(SpeechModelTest.WithSilero.class)
class SpeechModelTest extends ServiceCase {
    public static final class WithSilero implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            String model = System.getenv("TESTS_VAD_MODEL");
            return model == null ? Map.of() : Map.of("earshot.vad.model", model);
        }
    }

    static Stream<String> clips() {
        return Clip.all().stream().map(Clip::name);
    }

    @ParameterizedTest
    @MethodSource("clips")
    void shouldWriteDownEveryClip(String name) {
        assumeTrue(System.getenv("TESTS_VAD_MODEL") != null, "not run: TESTS_VAD_MODEL names no speech model");
        Clip clip = Clip.named(name);

        Answer answer =
                api().transcribe(Form.of(clip.bytes()).with("language", clip.isSpeech() ? clip.language() : "en"));

        assertThat(answer.transcript()).isEqualTo(clip.text());
    }
}
