package dev.earshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.earshot.planning.Measurement;
import dev.earshot.planning.MeasurementFile;
import dev.earshot.planning.ScriptedTrials;
import dev.earshot.planning.Setting;
import dev.earshot.planning.Trials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command around a scripted model; how it measures is tested where that is done. */
class BenchmarkTest {
    @TempDir
    private Path folder;

    private ScriptedTrials trials;
    private MeasurementFile file;
    private Session session;
    private int port;

    /** One thread is so much faster that it is advised on a busy machine, too; really asleep: the command has a real clock. */
    private static Duration sleeps(Setting setting, double seconds) {
        try {
            Thread.sleep(setting.threads() == 1 ? 1 : 200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Duration.ZERO;
    }

    @BeforeEach
    void prepare() {
        trials = new ScriptedTrials(folder, BenchmarkTest::sleeps).having("base-q8_0", "tiny-q8_0");
        trials.usual(4, true, Setting.Context.FITTED);
        file = new MeasurementFile(folder.resolve("measurements.json"));
        session = new Session(new FakeWorkbench() {
            @Override
            public Trials trials() {
                return trials;
            }

            @Override
            public MeasurementFile measurements() {
                return file;
            }

            @Override
            public ServiceAddress service() {
                return new ServiceAddress("127.0.0.1", port, Optional.empty());
            }
        });
    }

    @Test
    void shouldMeasureAllInstalledModelsAndKeepTheFigures() {
        assertThat(session.run("benchmark")).as(session.err()).isEqualTo(ExitStatus.GOOD);

        assertThat(file.read().measurements())
                .extracting(it -> it.model().name())
                .containsOnly("base-q8_0", "tiny-q8_0")
                .hasSize(10);
        assertThat(session.out().lines())
                .anyMatch(line -> line.matches("model +threads +flash +context +short command +RTF +load"))
                .anyMatch(line ->
                        line.matches("base-q8_0 +q8_0 +4 +on +fitted +\\d+ ms \\(3\\) +\\d\\.\\d{3} +[\\d.]+ ms"))
                .anyMatch(line -> line.matches("tiny-q8_0 +q8_0 +1 +off +fitted +[\\d.]+ ms \\(3\\) +- +[\\d.]+ ms"))
                .anyMatch(line -> line.matches("base-q8_0 would be faster, [\\d.]+ ms, with earshot.engine.threads=1,"
                        + " earshot.engine.flash-attention=(true|false)"))
                .contains("The service takes: base-q8_0 (/models/ggml-base-q8_0.bin)");
    }

    @Test
    void shouldTellAScript() throws IOException {
        assertThat(session.run("benchmark", "tiny-q8_0", "missing", "--json")).isEqualTo(ExitStatus.WARNINGS);

        JsonNode answer = JsonMapper.builder().build().readTree(session.out());
        assertThat(answer.get("measurements")).hasSize(5);
        JsonNode first = answer.at("/measurements/0");
        assertThat(first.get("model").textValue()).isEqualTo("tiny-q8_0");
        assertThat(first.get("latency_ms").doubleValue()).isGreaterThan(80);
        assertThat(first.get("real_time_factor").doubleValue()).isPositive();
        assertThat(first.get("board").textValue()).startsWith("Raspberry Pi 5");
        assertThat(answer.at("/not_measured/0/model").textValue()).isEqualTo("missing");
        assertThat(answer.at("/not_measured/0/reason").textValue()).startsWith("No model \"missing\"");
        assertThat(answer.at("/faster/0/threads").intValue()).isEqualTo(1);
        assertThat(answer.get("choice").textValue()).startsWith("base-q8_0");
        assertThat(answer.get("file").textValue()).isEqualTo(file.file().toString());
    }

    @Test
    void shouldMeasureTheDemoModelWhereNoneIsInstalled() {
        trials.having();

        assertThat(session.run("benchmark")).isEqualTo(ExitStatus.GOOD);

        assertThat(file.read().measurements())
                .extracting(Measurement::model)
                .allMatch(model -> model.name().equals("earshot-demo"));
    }

    @Test
    void shouldSayThatNothingWasMeasured() {
        assertThat(session.run("benchmark", "missing")).isEqualTo(ExitStatus.CANNOT_RUN);

        assertThat(session.out()).isEqualTo("Not measured: missing: No model \"missing\" in " + folder + ".\n");
        assertThat(session.err()).endsWith("Nothing was measured.\n");
        assertThat(file.file()).doesNotExist();
    }

    @Test
    void shouldNotMeasureBesideTheServiceUnlessTold() {
        try (FakeService service = FakeService.ready("base-q8_0")) {
            port = service.port();

            assertThat(session.run("benchmark", "tiny-q8_0")).isEqualTo(ExitStatus.CANNOT_RUN);
            assertThat(session.err())
                    .isEqualTo("The service is running at http://127.0.0.1:" + port
                            + ", and figures that are taken beside it are wrong. Stop it first, or measure"
                            + " --anyway.\n");
            assertThat(trials.loaded).isEmpty();

            assertThat(session.run("benchmark", "tiny-q8_0", "--anyway")).isEqualTo(ExitStatus.GOOD);
        }
    }

    @Test
    void shouldTellThatOldFiguresAreDamagedAndReplaceThem() throws IOException {
        Files.writeString(file.file(), "not JSON");

        assertThat(session.run("benchmark", "tiny-q8_0")).isEqualTo(ExitStatus.GOOD);

        assertThat(session.err()).contains("The measurements in " + file.file() + " are not used: it is not JSON");
        assertThat(file.read().problem()).isEmpty();
    }

    @Test
    void shouldShowTheFiguresAlsoWhereTheyCannotBeKept() throws IOException {
        Files.writeString(folder.resolve("blocked"), "");
        file = new MeasurementFile(folder.resolve("blocked/measurements.json"));

        assertThat(session.run("benchmark", "tiny-q8_0")).isEqualTo(ExitStatus.WARNINGS);

        assertThat(session.out()).contains("tiny-q8_0");
        assertThat(session.err()).contains("The figures cannot be kept in " + file.file());
    }

    @Test
    void shouldRefuseTwoWaysToMeasure() {
        assertThat(session.run("benchmark", "--quick", "--full")).isEqualTo(ExitStatus.WRONG_USE);

        assertThat(session.err()).startsWith("--quick and --full are two ways to measure; choose one.");
    }
}
