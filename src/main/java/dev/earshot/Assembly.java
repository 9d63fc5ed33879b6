package dev.earshot;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.device.MachineFacts;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.ModelLoader;
import dev.earshot.http.DeviceReports;
import dev.earshot.http.HttpConfig;
import dev.earshot.http.LimitsConfig;
import dev.earshot.http.UploadStore;
import dev.earshot.http.UploadsConfig;
import dev.earshot.live.LiveConfig;
import dev.earshot.live.LiveSessions;
import dev.earshot.live.LiveWishes;
import dev.earshot.live.microphone.Microphone;
import dev.earshot.live.microphone.MicrophoneConfig;
import dev.earshot.live.wyoming.WyomingConfig;
import dev.earshot.live.wyoming.WyomingServer;
import dev.earshot.model.InstalledModels;
import dev.earshot.model.store.ModelStore;
import dev.earshot.ops.EngineRecorder;
import dev.earshot.ops.LiveRecorder;
import dev.earshot.ops.Setup;
import dev.earshot.planning.HeatRelief;
import dev.earshot.planning.HeatWatch;
import dev.earshot.recovery.Recovery;
import dev.earshot.systemd.Supervisor;
import dev.earshot.whisper.SileroModel;
import io.quarkus.arc.DefaultBean;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Gives the service its parts, each once; how one is made is for {@link Parts} to say. */
final class Assembly {
    @Produces
    @Singleton
    MachineFacts machine(EarshotConfig config) {
        return Parts.machine(config);
    }

    @Produces
    @Singleton
    Setup setup(EarshotConfig config, MachineFacts machine, ModelChoice model) {
        return new Setup(
                machine,
                Parts.profile(config, machine),
                Parts.natives(config, machine),
                model::why,
                config.engine().threads(),
                Parts.threads(config, machine),
                config.engine().lanes());
    }

    @Produces
    @Singleton
    HeatWatch heat(EarshotConfig config, MachineFacts machine) {
        return Parts.heat(config, machine);
    }

    @Produces
    @Singleton
    ModelChoice choice(EarshotConfig config) {
        return Parts.choice(config);
    }

    @Produces
    @Singleton
    Configuration configuration(
            EarshotConfig earshot,
            LimitsConfig limits,
            HttpConfig http,
            Config values,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port) {
        return new Configuration(earshot, limits, http, host, port, values.unwrap(SmallRyeConfig.class));
    }

    @Produces
    @Singleton
    FirstStart firstStart(Configuration configuration, Engine engine) {
        return new FirstStart(configuration, engine);
    }

    @Produces
    @Singleton
    DeviceReports device(Configuration configuration, ModelChoice model, EngineModels models, Engine engine) {
        return () -> DeviceReporter.running(
                configuration, models.since(model), LongRecordings.heardBy(configuration.earshot(), engine));
    }

    @Produces
    @Singleton
    InstalledModels models(EarshotConfig config) {
        return Parts.models(config);
    }

    @Produces
    @Singleton
    AudioDecoder decoder(EarshotConfig config, LimitsConfig limits) {
        return Parts.decoder(config, limits);
    }

    @Produces
    @Singleton
    @DefaultBean
    ModelLoader loader(
            EarshotConfig config,
            ModelChoice model,
            MachineFacts machine,
            HeatWatch heat,
            Optional<SileroModel> voice) {
        return Parts.loader(config, model, machine, heat, voice);
    }

    @Produces
    @Singleton
    Recovery recovery() {
        return SafeStart.recovery();
    }

    @Produces
    @Singleton
    Optional<SileroModel> voice(EarshotConfig config) {
        return Parts.voice(config);
    }

    @Produces
    @Singleton
    Engine engine(
            EarshotConfig config,
            LimitsConfig limits,
            ModelLoader loader,
            MachineFacts machine,
            HeatWatch heat,
            EngineRecorder recorder,
            Optional<SileroModel> voice) {
        return Parts.engine(config, limits, loader, Parts.batch(config, machine, heat, voice), recorder, voice);
    }

    @Produces
    @Singleton
    Supervisor supervisor(Engine engine, HeatWatch heat, UploadStore uploads, Recovery recovery) {
        return new Supervisor(System.getenv(), engine, new Shortcomings(engine, heat, uploads, recovery)::now);
    }

    @Produces
    @Singleton
    ModelStore store(EarshotConfig config) {
        return Parts.store(config);
    }

    @Produces
    @Singleton
    EngineModels modelSwitch(
            EarshotConfig config,
            Engine engine,
            ModelLoader first,
            AudioDecoder decoder,
            HeatWatch heat,
            Optional<SileroModel> voice) {
        return new EngineModels(config, engine, first, decoder, heat, voice);
    }

    @Produces
    @Singleton
    LiveSessions live(
            LiveConfig live, EarshotConfig config, Engine engine, LiveRecorder recorder, Optional<SileroModel> voice) {
        return Parts.live(live, config, engine, recorder, voice);
    }

    @Produces
    @Singleton
    LiveWishes wishes(LimitsConfig limits, Engine engine) {
        return new LiveWishes(
                limits.prompt(),
                () -> engine.status() instanceof EngineStatus.Ready ready
                        ? Optional.of(ready.model())
                        : Optional.empty());
    }

    void close(@Disposes LiveSessions live) {
        live.close();
    }

    @Produces
    @Singleton
    HeatRelief relief(EarshotConfig config, HeatWatch heat, Engine engine, EngineModels models) {
        return Parts.relief(heat, new LighterModels(config, engine, models));
    }

    @Produces
    @Singleton
    WyomingServer wyoming(
            WyomingConfig wyoming,
            EarshotConfig config,
            Vertx vertx,
            LiveSessions live,
            Engine engine,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        return Doors.wyoming(wyoming, config, vertx, live, engine, version);
    }

    @Produces
    @Singleton
    Microphone microphone(MicrophoneConfig config, LiveSessions live) {
        return new Microphone(config, live);
    }

    void close(@Disposes Microphone microphone) {
        microphone.close();
    }

    void close(@Disposes WyomingServer wyoming) {
        wyoming.close();
    }

    void close(@Disposes Engine engine) {
        engine.close();
    }

    @Produces
    @Singleton
    UploadStore uploads(EarshotConfig config, UploadsConfig uploads, Recovery recovery) {
        UploadStore.Bounds bounds = new UploadStore.Bounds(
                uploads.concurrent(),
                uploads.maxTotal().asLongValue(),
                uploads.totalMemory().asLongValue(),
                uploads.keepFree().asLongValue());
        UploadStore.Leftovers leftovers = !recovery.assessment().safe()
                ? UploadStore.Leftovers.REMOVED
                : recovery.crashed() ? UploadStore.Leftovers.PUT_ASIDE : UploadStore.Leftovers.REMOVED_NEW;
        return new UploadStore(uploads.dir().orElseGet(() -> Folders.uploads(config)), bounds, leftovers);
    }

    void close(@Disposes UploadStore store) {
        store.close();
    }
}
