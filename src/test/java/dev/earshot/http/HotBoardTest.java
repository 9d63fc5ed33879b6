package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Heat and a weak supply are to be seen from outside, and keep nobody from being served. */
@QuarkusTest
@TestProfile(HotBoardProfile.class)
class HotBoardTest extends ServiceCase {
    private JsonNode note() {
        Answer ready = api().get("/q/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        return StreamSupport.stream(ready.json().get("checks").spliterator(), false)
                .filter(check -> check.get("name").textValue().equals("heat"))
                .findFirst()
                .orElseThrow()
                .get("data");
    }

    @Test
    void shouldTellHeatAndAWeakSupplyAndStayReady() throws IOException {
        HotBoardProfile.set(50, "0x0");
        eventually().until(() -> api().metric("earshot_temperature_celsius") == 50);
        assertThat(api().metric("earshot_throttled")).isZero();
        assertThat(note().get("degrees_to_slowing_down").intValue()).isEqualTo(40);

        HotBoardProfile.set(92, "0x50005");
        eventually().until(() -> api().metric("earshot_throttled") == 1);

        assertThat(api().metric("earshot_temperature_celsius")).isEqualTo(92);
        assertThat(api().metric("earshot_threads")).as("one is the least").isEqualTo(1);
        assertThat(note().get("temperature_celsius").intValue()).isEqualTo(92);
        assertThat(note().get("throttled").booleanValue()).isTrue();
        assertThat(api().metric("earshot_heat_relief"))
                .as("a minute of it is needed")
                .isZero();
        requireStillTranscribes();
    }
}
