package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** What a service says on another board, and where it has no native library for it. */
@QuarkusTest
@TestProfile(RecordedBoardProfile.class)
class RecordedBoardTest extends ServiceCase {
    @Override
    int wantedStartStatus() {
        return 503;
    }

    @Test
    void shouldTakeTheProfileOfTheBoardThatItRunsOn() {
        JsonNode device = api().get("/v1/device").json();

        assertThat(device.at("/facts/board").textValue()).startsWith("Raspberry Pi 5");
        assertThat(device.at("/facts/architecture").textValue()).isEqualTo("aarch64");
        assertThat(device.at("/profile/name").textValue()).startsWith("raspberry-pi-5-");
        assertThat(device.at("/profile/forced").booleanValue()).isFalse();
        assertThat(device.get("model_reason").textValue()).contains("base-q8_0");
    }

    @Test
    void shouldStayUpAndSayWhatIsMissing() {
        JsonNode device = api().get("/v1/device").json();

        assertThat(device.get("verdict").textValue()).isEqualTo("failed");
        assertThat(device.has("loaded")).isFalse();
        assertThat(device.get("checks").toString()).contains("No native library for linux-aarch64");
    }
}
