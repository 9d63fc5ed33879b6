package dev.earshot.ops;

import dev.earshot.device.MachineFacts;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.LibraryFacts;
import dev.earshot.engine.ModelLoader.ModelFacts;
import dev.earshot.model.DemoModel;
import io.quarkus.value.registry.ValueRegistry;
import io.quarkus.vertx.http.HttpServer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Says in a few lines what is running, once the model is warm or has failed. */
@Singleton
final class StartupReport {
    private static final Logger LOG = Logger.getLogger(StartupReport.class);

    /** The features that decide which native library fits and how fast it is. */
    private static final Set<String> TELLING = Set.of(
            "sse4_2", "avx", "avx2", "f16c", "fma", "avx512f", "asimd", "crc32", "atomics", "fphp", "asimdhp",
            "asimddp", "i8mm", "sve");

    private final Setup setup;
    private final String version;
    private final String host;
    private final ValueRegistry runtime;

    @Inject
    StartupReport(
            Setup setup,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "quarkus.http.host") String host,
            ValueRegistry runtime) {
        this.setup = setup;
        this.version = version;
        this.host = host;
        this.runtime = runtime;
    }

    void log(EngineStatus status) {
        if (status instanceof EngineStatus.Ready ready) {
            lines(ready).forEach(LOG::info);
        } else if (status instanceof EngineStatus.Failed failed) {
            LOG.errorf("Not ready: %s", failed.reason());
        }
    }

    private static String library(LibraryFacts library) {
        String devices = library.devices().isEmpty() ? "" : " on " + String.join(", ", library.devices());
        return "Native library " + library.variant() + " (" + library.version() + ")" + devices + ", uses "
                + library.features() + library.note().map(note -> ". " + note).orElse("");
    }

    private List<String> lines(EngineStatus.Ready ready) {
        MachineFacts machine = setup.machine();
        ModelFacts model = ready.model();
        TreeSet<String> features = new TreeSet<>(machine.cpuFeatures());
        features.retainAll(TELLING);
        String demo = model.name().equals(DemoModel.NAME) ? ". " + DemoModel.NOTICE : "";
        return List.of(
                "Earshot " + version + " on " + machine.board().orElse("an unnamed board") + ", "
                        + machine.cpu().orElse(machine.architecture()) + ", " + machine.cores() + " cores, features "
                        + String.join(" ", features),
                library(model.library()) + ", " + setup.threads() + " threads, " + setup.lanes() + " lane(s)",
                "Model " + model.name() + ": " + model.type() + ", " + model.quantization() + ", "
                        + model.sizeBytes() / 1_000_000 + " MB, SHA-256 "
                        + model.sha256().orElse("not computed") + demo,
                "Ready on http://" + host + ":" + runtime.get(HttpServer.HTTP_PORT) + " (model loaded in "
                        + ready.load().toMillis() + " ms, warmed up in "
                        + ready.warmUp().toMillis() + " ms)");
    }
}
