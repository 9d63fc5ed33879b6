package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The service says of its machine what {@code earshot doctor} says. */
@QuarkusTest
class DeviceTest extends ServiceCase {
    private JsonNode device() {
        Answer answer = api().get("/v1/device");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElse("")).startsWith("application/json");
        return answer.json();
    }

    private static JsonNode check(JsonNode device, String name) {
        return StreamSupport.stream(device.get("checks").spliterator(), false)
                .filter(check -> check.get("name").textValue().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldSayWhatDoctorSaysAndWhatIsLoaded() {
        JsonNode device = device();

        assertThat(Answer.names(device)).contains("verdict", "facts", "profile", "model", "model_reason", "checks");
        assertThat(device.at("/facts/processors").intValue()).isPositive();
        assertThat(device.at("/facts/memory_total").longValue()).isGreaterThan(1 << 20);
        assertThat(device.at("/profile/reason").textValue()).isNotEmpty();
        assertThat(device.get("model").textValue()).startsWith("earshot-demo");
        assertThat(device.get("model_reason").textValue()).contains("models is installed");
        assertThat(device.get("loaded").textValue()).isEqualTo("earshot-demo");
    }

    @Test
    void shouldWarnOfTheDemoModel() {
        JsonNode model = check(device(), "model");

        assertThat(model.get("verdict").textValue()).isEqualTo("warning");
        assertThat(model.get("remedy").textValue()).contains("demo clips").contains("earshot models");
    }

    /** It is the one that has it. */
    @Test
    void shouldNotCallItsOwnPortTaken() {
        JsonNode port = check(device(), "port");

        assertThat(port.get("verdict").textValue()).isEqualTo("ok");
        assertThat(port.get("found").textValue()).startsWith("127.0.0.1:").doesNotContain("free");
    }

    @Test
    void shouldNotSayInWhichFoldersThingsLie() {
        String everything = api().get("/v1/device").text();

        assertThat(everything)
                .doesNotContain(Path.of("").toAbsolutePath().toString())
                .doesNotContain(System.getProperty("user.home") + "/")
                .contains("native library");
    }
}
