package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.model.ModelWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The packaged program with little address space, which malloc and thread starts fail without: it takes a model that fits, or says that
 * it has none, and never dies in native code. Plain JUnit: it starts the program itself.
 */
class AddressLimitIT {
    private static final String LARGE = "small-f16";

    private final Path folder =
            Path.of("target/programs", UUID.randomUUID().toString()).toAbsolutePath();

    /** Java takes address space by the size of its heap; an executable takes no notice of these options. */
    private Program start(long mebibytes, Map<String, String> settings) throws Exception {
        Path models = Files.createDirectories(folder.resolve("models"));
        ModelWriter.writeSized(models.resolve("ggml-" + LARGE + ".bin"), "small", "f16");
        List<String> limited = List.of(
                "sh",
                "-c",
                "ulimit -v " + mebibytes * 1024
                        + " && export JAVA_TOOL_OPTIONS='-XX:+UseSerialGC -Xmx256m' && exec \"$@\"",
                "sh");
        return Program.start(Program.artifact(), folder, limited, settings);
    }

    /** MiB: what the program takes by itself (an executable reserves 32 GiB), with the demo model and all that threads reserve; a large model does not fit into the rest. */
    private static long little() {
        return Program.artifact().toString().endsWith(".jar") ? 4000 : 34_800;
    }

    @Test
    void shouldFallToAModelThatFits() throws Exception {
        try (Program program = start(little(), Map.of("earshot.models.interactive", LARGE))) {
            Api api = new Api(program.awaitReady());

            assertThat(api.transcribe(Form.of(Clip.EN1.bytes())).transcript()).isEqualTo(Clip.EN1.text());
            assertThat(api.get("/v1/device").json().get("model_reason").textValue())
                    .contains(LARGE + " needs up to ")
                    .contains("the limit of address space (ulimit -v) leaves ");
            program.stop();
        }
    }

    @Test
    void shouldRefuseANamedModelThatDoesNotFitAndStayUp() throws Exception {
        try (Program program = start(little(), Map.of("earshot.model", LARGE))) {
            Api api = new Api(program.awaitAddress());
            Awaitility.await().until(() -> program.log().contains("Not ready: "));

            assertThat(program.log()).containsPattern(LARGE + " needs up to .* \\(the limit of address space");
            assertThat(api.get("/q/health/live").status()).isEqualTo(200);
            assertThat(api.transcribe(Form.of(Clip.EN1.bytes())).requireError(503, "server_error", "not_ready", null))
                    .contains("ulimit -v");
            program.stop();
        }
    }
}
