package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Recordings of several windows, made of clips with pauses: no word is lost or doubled at a cut. The model was hardly trained
 * on windows with more than two sentences, so it errs inside of windows; how many words come back in order is its weakness,
 * is printed, and must not get worse than was measured.
 */
@QuarkusTest
class LongRecordingTest extends ServiceCase {
    @ParameterizedTest
    @CsvSource({"en, 85", "de, 85", "es, 85"})
    void shouldJoinTheWordsOfAllWindows(String language, int floorPercent) {
        List<Clip> clips = Collections.nCopies(3, Clip.speech()).stream()
                .flatMap(List::stream)
                .filter(clip -> clip.language().equals(language))
                .filter(clip -> !clip.name().endsWith("6"))
                .toList();
        byte[] recording = Wav.join(3, clips);
        assertThat(Wav.seconds(recording)).isGreaterThan(60);

        JsonNode answer = api().transcribe(Form.of(recording)
                        .with("language", language)
                        .with("response_format", "verbose_json")
                        .with("x_earshot", "true"))
                .json();

        String[] said =
                String.join(" ", clips.stream().map(Clip::text).toList()).split(" ");
        String[] heard = answer.get("text").textValue().split(" ");
        int right = inOrder(said, heard);
        System.out.printf(
                "%s: %d of %d words of a recording of %.0f s in %d windows come back in order, %d were heard%n",
                language,
                right,
                said.length,
                Wav.seconds(recording),
                answer.at("/x_earshot/windows").intValue(),
                heard.length);
        System.out.println(String.join(" ", Arrays.asList(heard)));
        assertThat(answer.at("/x_earshot/windows").intValue()).isGreaterThanOrEqualTo(3);
        assertThat(right * 100 / said.length).isGreaterThanOrEqualTo(floorPercent);
        assertThat(heard.length).as("words heard").isLessThanOrEqualTo(said.length + said.length / 10);
        requireRisingTimes(answer.get("segments"), Wav.seconds(recording));
    }

    private static void requireRisingTimes(JsonNode segments, double seconds) {
        double end = 0;
        for (JsonNode segment : segments) {
            assertThat(segment.get("start").doubleValue()).isGreaterThanOrEqualTo(end);
            end = segment.get("end").doubleValue();
        }
        assertThat(end).isLessThanOrEqualTo(seconds);
    }

    /** Length of the longest common subsequence. */
    private static int inOrder(String[] said, String[] heard) {
        int[][] best = new int[said.length + 1][heard.length + 1];
        for (int i = 0; i < said.length; i++) {
            for (int j = 0; j < heard.length; j++) {
                best[i + 1][j + 1] =
                        said[i].equals(heard[j]) ? best[i][j] + 1 : Math.max(best[i][j + 1], best[i + 1][j]);
            }
        }
        return best[said.length][heard.length];
    }
}
