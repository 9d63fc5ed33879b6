package dev.earshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.earshot.model.DemoModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program measures: real engine, the clip inside the application, figures on the disk. */
class BenchmarkIT {
    @TempDir
    Path folder;

    @Test
    void shouldMeasureTheDemoModelWhereNoOtherIsInstalled() throws Exception {
        Finished benchmark = Finished.of(folder, Map.of(), List.of("benchmark", "--json"));

        assertThat(benchmark.status()).as(benchmark.err()).isEqualTo(ExitStatus.GOOD);
        JsonNode json = JsonMapper.builder().build().readTree(benchmark.out());
        JsonNode usual = json.at("/measurements/0");
        assertThat(usual.get("model").textValue()).isEqualTo(DemoModel.NAME);
        assertThat(usual.get("threads").intValue()).isEqualTo(1);
        assertThat(usual.get("latency_ms").doubleValue()).isBetween(1.0, 60_000.0);
        assertThat(usual.get("real_time_factor").doubleValue()).isBetween(1e-4, 10.0);
        assertThat(json.get("choice").textValue()).startsWith(DemoModel.NAME);
        assertThat(Files.readString(Path.of(json.get("file").textValue())))
                .as("kept beside the models")
                .contains("\"latency_ms\"");
    }
}
