package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/**
 * The device profile is read where the program runs, below the user's settings; nothing of the one for the machine that built the
 * program is in it.
 */
@QuarkusTest
@TestProfile(OwnDeviceProfile.class)
class OwnDeviceProfileTest extends ServiceCase {
    private JsonNode device() {
        return api().get("/v1/device").json();
    }

    @Test
    void shouldWorkWithTheSettingsOfTheProfileThatIsNamedAtTheStart() {
        assertThat(device().at("/profile/name").textValue()).isEqualTo(OwnDeviceProfile.NAME);
        assertThat(device().at("/profile/forced").booleanValue()).isTrue();
        assertThat(api().metric("earshot_queue_capacity")).isEqualTo(OwnDeviceProfile.QUEUE);
    }

    @Test
    void shouldPutTheUsersOwnSettingsBeforeTheProfiles() {
        String prompt = "x".repeat(OwnDeviceProfile.PROMPT + 1);
        Answer answer = api().transcribe(Form.of(Clip.named("silence1").bytes()).with("prompt", prompt));

        assertThat(answer.status()).as(answer.text()).isEqualTo(413);
        assertThat(device().at("/profile/overridden")).hasSize(1);
        JsonNode overridden = device().at("/profile/overridden/0");
        assertThat(overridden.get("key").textValue()).isEqualTo("earshot.limits.prompt");
        assertThat(overridden.get("profile").textValue()).isEqualTo(String.valueOf(OwnDeviceProfile.LONGER_PROMPT));
        assertThat(overridden.get("value").textValue()).isEqualTo(String.valueOf(OwnDeviceProfile.PROMPT));
    }

    /** Every built-in profile for a PC lists models. */
    @Test
    void shouldHoldNothingOfTheProfileOfTheMachineThatBuiltIt() {
        assertThat(device().get("model_reason").textValue())
                .isEqualTo("no model is named, and none is preferred for this machine");
    }
}
