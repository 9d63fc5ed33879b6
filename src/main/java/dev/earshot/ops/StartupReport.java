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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    /** What is configured: a model that is loaded at once can be warm before the server listens. */
    private final int port;

    private final ValueRegistry runtime;

    @Inject
    StartupReport(
            Setup setup,
            @ConfigProperty(name = "quarkus.application.version") String version,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port,
            ValueRegistry runtime) {
        this.setup = setup;
        this.version = version;
        this.host = host;
        this.port = port;
        this.runtime = runtime;
    }

    void log(EngineStatus status) {
        if (status instanceof EngineStatus.Ready ready) {
            lines(ready).forEach(LOG::info);
            Decisions.missed(setup, Optional.of(ready.model().library().variant()))
                    .forEach(LOG::warn);
        } else if (status instanceof EngineStatus.Failed failed) {
            LOG.errorf("Not ready: %s", failed.reason());
            Decisions.taken(setup).forEach(LOG::info);
            Decisions.missed(setup, Optional.empty()).forEach(LOG::warn);
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
        List<String> lines = new ArrayList<>();
        lines.add("Earshot " + version + " on " + machine.board().orElse("an unnamed board") + ", "
                + machine.cpu().orElse(machine.architecture()) + ", " + machine.cores() + " cores, features "
                + String.join(" ", features));
        lines.addAll(Decisions.taken(setup));
        lines.add(library(model.library()) + ", " + setup.threads() + " threads, " + setup.lanes() + " lane(s)");
        lines.add("Model " + model.name() + ": " + model.type() + ", " + model.quantization() + ", "
                + model.sizeBytes() / 1_000_000 + " MB, SHA-256 "
                + model.sha256().orElse("not computed") + demo);
        lines.add("This model, since " + setup.modelReason().get());
        lines.add("Ready on http://" + host + ":" + runtime.getOrDefault(HttpServer.HTTP_PORT, port)
                + " (model loaded in "
                + ready.load().toMillis() + " ms, warmed up in "
                + ready.warmUp().toMillis() + " ms)");
        return lines;
    }
}
