package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.FittingLibrary;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings with long pauses, as they are heard where pauses are left out. */
@QuarkusTest
@TestProfile(PausesTest.LeavingPausesOut.class)
class PausesTest extends ServiceCase {
    private static final double PAUSE = 8;

    public static final class LeavingPausesOut implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(FittingLibrary.class);
        }
    }

    /** A sentence and its true times, in seconds. */
    private record Said(double start, double end, String text) {}

    private static List<Said> said(List<Clip> clips) throws Exception {
        JsonNode json = Answer.json(Files.readString(Path.of("src/demo-model/clips/clips.json")));
        List<Said> said = new ArrayList<>();
        double offset = 0;
        for (Clip clip : clips) {
            for (JsonNode segment : json.get(clip.name() + ".wav").get("segments")) {
                said.add(new Said(
                        offset + segment.get("start").doubleValue(),
                        offset + segment.get("end").doubleValue(),
                        segment.get("text").textValue()));
            }
            offset += Wav.seconds(clip.bytes()) + PAUSE;
        }
        return said;
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "es", "zh"})
    void shouldFindEverySentenceAtItsTime(String language) throws Exception {
        // the clean ones: of the noisy ones three come back with another word or time as soon as they begin elsewhere
        List<Clip> clips = Clip.speech().stream()
                .filter(clip -> clip.name().matches(language + "[1-4]"))
                .toList();
        assertThat(clips).hasSize(4);
        byte[] recording = Wav.join(PAUSE, clips);

        JsonNode answer = api().transcribe(Form.of(recording)
                        .with("language", language)
                        .with("response_format", "verbose_json")
                        .with("x_earshot", "true"))
                .json();

        List<Said> expected = said(clips);
        assertThat(answer.get("segments"))
                .extracting(segment -> segment.get("text").textValue().strip())
                .containsExactlyElementsOf(expected.stream().map(Said::text).toList());
        for (int i = 0; i < expected.size(); i++) {
            JsonNode segment = answer.get("segments").get(i);
            assertThat(segment.get("start").doubleValue())
                    .as("start of %s", expected.get(i))
                    .isCloseTo(expected.get(i).start(), within(0.3));
            assertThat(segment.get("end").doubleValue())
                    .as("end of %s", expected.get(i))
                    .isCloseTo(expected.get(i).end(), within(0.3));
        }
        assertThat(answer.get("duration").doubleValue()).isCloseTo(Wav.seconds(recording), within(0.01));
        assertThat(answer.at("/x_earshot/skipped_seconds").doubleValue()).isGreaterThan(3 * PAUSE);
        assertThat(api().get("/q/metrics").text()).contains("earshot_audio_skipped_seconds_total");
    }
}
