package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The packaged program on a library that dies of one recording, as systemd would start it again. */
class CrashLoopIT {
    private static final int DEATHS = 3;

    private final Path folder =
            Path.of("target/programs", UUID.randomUUID().toString()).toAbsolutePath();
    private final Form deadly = Form.of(FaultyLibrary.marked(Clip.EN1));

    private Program start() {
        return Program.start(Program.artifact(), folder, FaultyLibrary.preloaded("crash"), Map.of());
    }

    private static JsonNode check(Api api) {
        for (JsonNode check : api.get("/q/health/ready").json().get("checks")) {
            if (check.get("name").asText().equals("crashes")) {
                return check.get("data");
            }
        }
        throw new AssertionError("no check of crashes");
    }

    private void die(int before) {
        try (Program program = start()) {
            Api api = new Api(program.awaitReady());
            assertThat(check(api).get("native_crashes").asInt()).isEqualTo(before);
            assertThat(api.metric("earshot_native_crashes")).isEqualTo(before);
            assertThat(api.metric("earshot_safe_profile")).isZero();
            if (before > 0) {
                assertThat(check(api).get("reason").asText())
                        .containsPattern("during a window of \\d\\.\\d s \\(SHA-256 [0-9a-f]{64}\\) with earshot-demo"
                                + " \\(SHA-256 [0-9a-f]{12}\\.\\.\\.\\) on linux-");
                assertThat(program.log()).contains("Native code has ended the service");
            }
            assertThatThrownBy(() -> api.transcribe(deadly)).isNotNull();
            assertThat(program.awaitExit()).isNotIn(0, 143);
        }
    }

    private String command(String word) throws Exception {
        List<String> command = new ArrayList<>(Program.command(Program.artifact(), folder, Map.of()));
        command.add(word);
        Process process = new ProcessBuilder(command)
                .directory(Files.createDirectories(folder).toFile())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.replaceAll("\\s+", " ");
    }

    @Test
    void shouldStartSafelyAndRefuseTheClipAfterThreeCrashesUntilToldToForgetThem() throws Exception {
        for (int i = 0; i < DEATHS; i++) {
            die(i);
        }

        try (Program program = start()) {
            Api api = new Api(program.awaitReady());

            assertThat(api.transcribe(deadly).requireError(422, "invalid_request_error", "set_aside", null))
                    .contains("the native library ended the service", "earshot recover");
            assertThat(api.transcribe(Form.of(Clip.EN1.bytes())).transcript()).isEqualTo(Clip.EN1.text());

            JsonNode data = check(api);
            assertThat(data.get("safe_profile").asBoolean()).isTrue();
            assertThat(data.get("windows_set_aside").asInt()).isOne();
            assertThat(api.metric("earshot_safe_profile")).isOne();
            assertThat(api.metric("earshot_windows_set_aside")).isOne();
            assertThat(program.log()).contains("It runs in its safe profile");
            assertThat(program.maps())
                    .containsPattern("natives/oldest/libwhisper-jni\\.so")
                    .containsPattern("libggml-cpu-(sse42|armv8\\.0_1)\\.so")
                    .doesNotContainPattern("libggml-cpu-(haswell|skylakex|icelake|armv8\\.2_[12])\\.so");
            assertThat(api.get("/v1/device").text()).contains("It runs in its safe profile");
            assertThat(command("doctor")).contains("warning crashes", "It runs in its safe profile");
            assertThat(program.stop()).isIn(0, 143);
        }

        assertThat(command("recover")).contains("Crashes are forgotten.");
        assertThat(command("recover")).contains("nothing to forget");
        try (Program program = start()) {
            Api api = new Api(program.awaitReady());

            assertThat(api.metric("earshot_safe_profile")).isZero();
            assertThat(check(api).get("native_crashes").asInt()).isZero();
            assertThat(program.maps()).doesNotContain("natives/oldest");
        }
    }
}
