package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service without a usable model stays up and says why it cannot work. */
@QuarkusTest
@TestProfile(BrokenModelProfile.class)
class BrokenModelTest extends ServiceCase {
    private String reason = "";

    @Override
    int wantedStartStatus() {
        return 503;
    }

    @BeforeEach
    void awaitVerdict() {
        eventually().until(() -> {
            reason = api().get("/q/health/started")
                    .json()
                    .at("/checks/0/data/reason")
                    .asText();
            return !reason.equals("the model is being loaded");
        });
    }

    @Test
    void shouldSayInItsHealthWhatIsWrongWithTheModel() {
        assertThat(reason)
                .contains("ggml-half.bin")
                .as("folders")
                .doesNotContain("/ggml-half.bin")
                .doesNotContain(Path.of("").toAbsolutePath().toString());
        assertThat(api().get("/q/health/ready").status()).isEqualTo(503);
        assertThat(api().get("/q/health/live").status()).isEqualTo(200);
        assertThat(api().get("/health").status()).isEqualTo(503);
    }

    @Test
    void shouldRefuseRecordingsWithTheReason() {
        Answer answer = api().transcribe(Form.of(Clip.EN1.bytes()));
        Answer whisperCpp = api().post(Api.INFERENCE, Form.of(Clip.EN1.bytes()));

        assertThat(answer.requireError(503, "server_error", "not_ready", null)).isEqualTo(reason);
        assertThat(whisperCpp.status()).isEqualTo(503);
        assertThat(whisperCpp.json().get("error").textValue()).isEqualTo(reason);
    }

    @Test
    void shouldStillAnswerEverythingElse() {
        assertThat(api().get("/v1/models").json().get("data").findValuesAsText("id"))
                .containsExactly(ServiceFolders.OTHER_MODEL);
        assertThat(api().get("/v1/capabilities").status()).isEqualTo(200);
        assertThat(api().get("/q/metrics").status()).isEqualTo(200);
    }
}
