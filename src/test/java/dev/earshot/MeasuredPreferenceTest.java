package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.engine.Cancellation;
import dev.earshot.model.DemoModel;
import dev.earshot.model.ModelWriter;
import dev.earshot.planning.Measurement;
import dev.earshot.planning.ModelBenchmark;
import dev.earshot.planning.Place;
import dev.earshot.planning.Report;
import dev.earshot.planning.Scope;
import dev.earshot.whisper.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From measuring with the real engine to the model that the service takes. */
class MeasuredPreferenceTest {
    private static final List<String> KEYS = List.of(
            "earshot.models.dir",
            "earshot.models.interactive",
            "earshot.models.batch",
            "earshot.cache.dir",
            "earshot.engine.threads",
            "earshot.planning.latency-target",
            "earshot.model");

    @TempDir
    private Path folder;

    @BeforeEach
    void prepare() throws Exception {
        Path models = Files.createDirectories(folder.resolve("models"));
        ModelWriter.writeSmall(models.resolve("ggml-best.bin"), 1);
        // The demo model under another name: one that can be measured.
        Files.copy(DemoModel.unpackInto(List.of(folder)), models.resolve("ggml-quick.bin"));
        System.setProperty("earshot.models.dir", models.toString());
        System.setProperty("earshot.models.interactive", "best,quick");
        System.setProperty("earshot.models.batch", "best");
        System.setProperty("earshot.cache.dir", folder.resolve("cache").toString());
        System.setProperty("earshot.engine.threads", "1");
        System.setProperty("earshot.planning.latency-target", "1m");
    }

    @AfterEach
    void forget() {
        KEYS.forEach(System::clearProperty);
    }

    private static Report measure(Scope scope, String model) {
        Configuration configuration = Configuration.read();
        List<Measurement> kept = new ArrayList<>();
        Report report = new ModelBenchmark(new BenchmarkTrials(configuration), scope, new Cancellation())
                .run(List.of(model), new ModelBenchmark.Listener() {
                    @Override
                    public void doing(double done, String what) {}

                    @Override
                    public void measured(Measurement measurement) {
                        kept.add(measurement);
                    }
                });
        assertThat(kept).isEqualTo(report.measured());
        return report;
    }

    private static String chosen() throws Exception {
        EarshotConfig config = Configuration.read().earshot();
        return Parts.choice(config).description();
    }

    @Test
    void shouldTakeTheModelThatWasMeasuredToBeInTime() throws Exception {
        Report report = measure(new Scope(Duration.ofMinutes(1), 1, 1, false), "quick");
        Measurement usual = report.measured().get(0);
        EarshotConfig config = Configuration.read().earshot();

        assertThat(report.missing()).isEmpty();
        assertThat(usual.setting()).isEqualTo(Parts.usual(config, Parts.machine(config)));
        assertThat(usual.figures().latency()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(30));
        assertThat(usual.figures().realTimeFactor().orElseThrow()).isBetween(1e-4, 10.0);
        assertThat(usual.figures().audioContext()).isLessThan(1500);
        assertThat(usual.model().sha256()).contains(DemoModel.SHA256);
        assertThat(chosen()).as("nothing is known yet").startsWith("best (");

        Parts.measurements(config).add(usual);

        assertThat(chosen())
                .startsWith("quick (")
                .endsWith(", measured " + usual.figures().latency().toMillis() + " ms on "
                        + usual.at().toString().substring(0, 10) + ", target 60 s");
        System.setProperty("earshot.engine.threads", "2");
        assertThat(chosen()).as("measured with one thread").startsWith("best (").endsWith(")");
        System.setProperty("earshot.model", "best");
        assertThat(chosen()).as("named by the user").startsWith("best (").endsWith(")");
    }

    @Test
    void shouldKnowTheLibraryBeforeItIsLoaded() throws Exception {
        Configuration configuration = Configuration.read();
        EarshotConfig config = configuration.earshot();
        var machine = Parts.machine(config);

        NativeLibrary.Identity before = NativeLibrary.identity(machine, Parts.libraries(config, machine));
        Place measured = measure(new Scope(Duration.ZERO, 1, 1, false), "quick")
                .measured()
                .get(0)
                .place();

        assertThat(Place.of(machine, before.variant(), before.version())).isEqualTo(measured);
    }

    @Test
    void shouldKeepTheProfilesOrderWhereTheMeasurementsAreDamaged() throws Exception {
        Files.writeString(folder.resolve("models/measurements.json"), "{}");

        assertThat(chosen()).startsWith("best (");
    }
}
