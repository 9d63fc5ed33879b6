package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.earshot.model.ModelWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The packaged program under a real limit of memory, with a model that the kernel would kill it for: it takes another one, or says
 * that it cannot. Plain JUnit: it starts the program itself. Needs the right to make a control group, as root has it.
 */
class MemoryLimitIT {
    /** The program and the demo model fit, and nothing much larger. */
    private static final long LIMIT = 450L << 20;

    private static final String LARGE = "small-f16";

    private final Path folder =
            Path.of("target/programs", UUID.randomUUID().toString()).toAbsolutePath();

    private static MemoryGroup group() {
        Optional<MemoryGroup> group = MemoryGroup.of(LIMIT);
        assumeTrue(group.isPresent(), "this user may not make a control group with a limit of memory");
        return group.get();
    }

    private Program start(MemoryGroup group, Map<String, String> settings) throws Exception {
        Path models = Files.createDirectories(folder.resolve("models"));
        ModelWriter.writeSized(models.resolve("ggml-" + LARGE + ".bin"), "small", "f16");
        return Program.start(Program.artifact(), folder, group.prefix(), settings);
    }

    @Test
    void shouldFallToAModelThatFits() throws Exception {
        try (MemoryGroup group = group()) {
            try (Program program = start(group, Map.of("earshot.models.interactive", LARGE))) {
                Api api = new Api(program.awaitReady());

                JsonNode device = api.get("/v1/device").json();
                assertThat(device.get("loaded").textValue()).isEqualTo("earshot-demo");
                assertThat(device.get("model_reason").textValue())
                        .contains(LARGE + " needs up to ")
                        .contains(" MiB for it (");
                assertThat(device.at("/facts/memory_limit").longValue()).isEqualTo(LIMIT);
                assertThat(api.transcribe(Form.of(Clip.EN1.bytes())).transcript())
                        .isEqualTo(Clip.EN1.text());
                assertThat(program.log()).contains("This model, since none of this machine's models");
                program.stop();
            }
        }
    }

    @Test
    void shouldRefuseANamedModelThatDoesNotFitAndStayUp() throws Exception {
        try (MemoryGroup group = group()) {
            try (Program program = start(group, Map.of("earshot.model", LARGE))) {
                Api api = new Api(program.awaitAddress());
                Awaitility.await().until(() -> program.log().contains("Not ready: "));

                assertThat(program.log())
                        .containsPattern(LARGE + " needs up to \\d+ MiB of memory, and there are \\d+ MiB");
                assertThat(api.get("/q/health/ready").status()).isEqualTo(503);
                assertThat(api.get("/q/health/live").status()).isEqualTo(200);
                assertThat(api.transcribe(Form.of(Clip.EN1.bytes()))
                                .requireError(503, "server_error", "not_ready", null))
                        .contains("Name a smaller or a more quantized model");
                JsonNode need = api.get("/v1/device").json().get("model_memory");
                assertThat(need.get("predicted_most").longValue())
                        .isGreaterThan(need.get("available").longValue());
                program.stop();
            }
        }
    }
}
