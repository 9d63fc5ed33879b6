package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Long recordings are heard by a model of their own, in memory beside the one that hears short ones. */
@QuarkusTest
@TestProfile(BatchModelProfile.class)
class BatchModelTest extends ServiceCase {
    private static final byte[] LONG = Wav.join(
            3,
            Clip.speech().stream()
                    .filter(clip -> clip.language().equals("en"))
                    .filter(clip -> !clip.name().endsWith("6"))
                    .toList());

    private Api administrator() {
        return new Api(base, Optional.of(BatchModelProfile.ADMIN_KEY));
    }

    @BeforeEach
    void bothAreLoaded() {
        eventually().until(() -> api().metric("earshot_models_loaded") == 2);
    }

    private static Form form(byte[] recording) {
        return Form.of(recording).with("language", "en").with("x_earshot", "true");
    }

    private Answer hear(Form form) {
        Answer answer = api().transcribe(form);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer;
    }

    private static String hearer(Answer answer) {
        return answer.json().at("/x_earshot/model").textValue();
    }

    @Test
    void shouldHearLongRecordingsWithTheModelForThemAndShortOnesWithTheOther() {
        assertThat(Wav.seconds(LONG)).isGreaterThan(31);

        Answer shortOne = hear(form(Clip.EN1.bytes()));
        Answer longOne = hear(form(LONG));

        assertThat(hearer(shortOne)).isEqualTo("quick");
        assertThat(shortOne.transcript()).isEqualTo(Clip.EN1.text());
        assertThat(hearer(longOne)).isEqualTo("careful");
        // The same weights write the same, whichever copy hears.
        Answer byTheOther = hear(form(LONG).with("model", "quick"));
        assertThat(hearer(byTheOther)).isEqualTo("quick");
        assertThat(longOne.transcript()).startsWith(Clip.EN1.text()).isEqualTo(byTheOther.transcript());
    }

    @Test
    void shouldHearWithTheModelThatTheRequestNames() {
        for (String name : List.of("careful", "quick")) {
            Answer answer = hear(form(Clip.EN1.bytes()).with("model", name));

            assertThat(hearer(answer)).isEqualTo(name);
            assertThat(answer.transcript()).isEqualTo(Clip.EN1.text());
        }
        assertThat(hearer(hear(form(LONG).with("model", "whisper-1")))).isEqualTo("careful");
        assertThat(hearer(hear(form(Clip.EN1.bytes()).with("model", "whisper-1"))))
                .isEqualTo("quick");
        assertThat(api().transcribe(form(LONG).with("model", ServiceFolders.OTHER_MODEL))
                        .requireError(409, "invalid_request_error", "model_not_loaded", "model"))
                .contains("is installed but not loaded; 'quick' is.");
    }

    @Test
    void shouldTellWhichModelsAreLoadedAndWhatTheyHear() {
        Map<String, JsonNode> models = new HashMap<>();
        for (JsonNode model : api().get("/v1/models").json().get("data")) {
            models.put(model.get("id").textValue(), model);
        }
        JsonNode device = api().get("/v1/device").json();

        assertThat(models.get("quick").get("loaded").booleanValue()).isTrue();
        assertThat(models.get("quick").get("hears").textValue()).isEqualTo("short");
        assertThat(models.get("careful").get("loaded").booleanValue()).isTrue();
        assertThat(models.get("careful").get("hears").textValue()).isEqualTo("long");
        assertThat(models.get(ServiceFolders.OTHER_MODEL).get("loaded").booleanValue())
                .isFalse();
        assertThat(device.get("loaded").textValue()).isEqualTo("quick");
        assertThat(device.get("loaded_for_long_recordings").textValue()).isEqualTo("careful");
        assertThat(device.get("long_recordings").textValue()).isEqualTo("careful, beside quick");
    }

    @Test
    void shouldHearBothKindsAtATimeAndWhileTheOtherModelIsReplaced() {
        List<CompletableFuture<Answer>> longOnes = new ArrayList<>();
        List<CompletableFuture<Answer>> shortOnes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            longOnes.add(CompletableFuture.supplyAsync(() -> hear(form(LONG))));
            shortOnes.add(CompletableFuture.supplyAsync(() -> hear(form(Clip.EN1.bytes()))));
        }
        for (String next : List.of(ServiceFolders.OTHER_MODEL, "quick")) {
            Answer change = administrator()
                    .send(administrator()
                            .request("/v1/store/models/" + next + "/use")
                            .POST(BodyPublishers.noBody()));
            assertThat(change.json().path("serving").booleanValue())
                    .as("%s", change)
                    .isTrue();
            assertThat(hearer(hear(form(Clip.EN1.bytes())))).isEqualTo(next);
            eventually().until(() -> api().metric("earshot_models_loaded") == 2);
        }

        for (CompletableFuture<Answer> job : shortOnes) {
            assertThat(job.join().transcript()).isEqualTo(Clip.EN1.text());
        }
        String text = hear(form(LONG)).transcript();
        for (CompletableFuture<Answer> job : longOnes) {
            assertThat(job.join().transcript()).isEqualTo(text);
            assertThat(hearer(job.join())).isEqualTo("careful");
        }
    }
}
