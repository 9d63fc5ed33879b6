package dev.earshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineEvents;
import dev.earshot.engine.EngineStatus;
import dev.earshot.model.DemoModel;
import dev.earshot.planning.IdleBenchmark.Pace;
import dev.earshot.planning.Measurement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a start without figures to the next one's choice, with the real engine and the demo model under other names. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FirstStartTest {
    private static final Pace HASTY = new Pace(Duration.ofMillis(50), Duration.ofMillis(20), 10);

    private final OwnSettings settings = new OwnSettings();

    @TempDir
    private Path folder;

    @BeforeEach
    void prepare() throws Exception {
        // A process holds one native library, and other tests have theirs.
        String natives = System.getProperty("earshot.native.dir");
        settings.takeAway();
        if (natives != null) {
            System.setProperty("earshot.native.dir", natives);
        }
        Path models = Files.createDirectories(folder.resolve("models"));
        Path demo = DemoModel.unpackInto(List.of(folder));
        Files.copy(demo, models.resolve("ggml-careful.bin"));
        Files.copy(demo, models.resolve("ggml-quick.bin"));
        System.setProperty("earshot.models.dir", models.toString());
        System.setProperty("earshot.cache.dir", folder.resolve("cache").toString());
        System.setProperty("earshot.models.interactive", "careful,missing,quick");
        System.setProperty("earshot.models.batch", "none");
        System.setProperty("earshot.engine.threads", "1");
        System.setProperty("earshot.planning.latency-target", "1m");
        System.setProperty("earshot.planning.benchmark-on-first-start", "true");
    }

    @AfterEach
    void forget() {
        settings.putBack();
    }

    private static List<Measurement> kept() {
        return Parts.measurements(Configuration.read().earshot()).read().measurements();
    }

    /** A start of the service, without its doors. */
    private static void start(Runnable meanwhile) throws Exception {
        Configuration configuration = Configuration.read();
        EarshotConfig config = configuration.earshot();
        CompletableFuture<EngineStatus> started = new CompletableFuture<>();
        EngineEvents events = new EngineEvents() {
            @Override
            public void started(EngineStatus status) {
                started.complete(status);
            }
        };
        var machine = Parts.machine(config);
        var loader = Parts.loader(config, Parts.choice(config), machine, Parts.heat(config, machine), Optional.empty());
        try (Engine engine = Parts.engine(
                        config, configuration.limits(), loader, Optional.empty(), events, Optional.empty());
                FirstStart firstStart = new FirstStart(configuration, engine, HASTY)) {
            engine.start();
            firstStart.measure();
            assertThat(started.get(1, TimeUnit.MINUTES)).isInstanceOf(EngineStatus.Ready.class);
            meanwhile.run();
            assertThat(engine.status()).isInstanceOf(EngineStatus.Ready.class);
        }
    }

    @Test
    void shouldMeasureWhatIsInstalledAndLetTheNextStartChooseByIt() throws Exception {
        EarshotConfig config = Configuration.read().earshot();
        assumeFalse(Parts.isBundled(config), "our own native library was not built");

        start(() -> Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> MeasuredPreference.unmeasured(config, Parts.models(config))
                        .isEmpty()));

        assertThat(kept()).extracting(it -> it.model().name()).contains("careful", "quick");
        assertThat(kept()).extracting(Measurement::setting).contains(Parts.usual(config, Parts.machine(config)));
        assertThat(Parts.choice(config).reason()).startsWith("measured ").endsWith("target 60 s");
    }

    @Test
    void shouldMeasureNothingWhereAModelIsNamed() throws Exception {
        System.setProperty("earshot.model", "quick");

        start(() -> {});

        assertThat(kept()).isEmpty();
    }

    @Test
    void shouldCountTheInstalledModelsOfWhichNothingIsKnown() throws Exception {
        EarshotConfig config = Configuration.read().earshot();

        assertThat(MeasuredPreference.unmeasured(config, Parts.models(config))).containsExactly("careful", "quick");
    }
}
