package dev.earshot.ops;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.ModelLoader.ModelFacts;
import dev.earshot.http.HiddenFolders;
import dev.earshot.http.UploadStore;
import dev.earshot.planning.HeatRelief;
import dev.earshot.planning.HeatWatch;
import dev.earshot.recovery.Assessment;
import dev.earshot.recovery.Recovery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** What the probes ask, answered with data that a person understands. None of them blocks. */
final class EngineChecks {
    @Produces
    @ApplicationScoped
    @Startup
    HealthCheck warm(Engine engine) {
        return () -> model("engine warm", engine);
    }

    /** Up unless a window hangs: a service without a usable model must stay, to say why. */
    @Produces
    @ApplicationScoped
    @Liveness
    HealthCheck progress(Engine engine) {
        return () -> {
            return HealthCheckResponse.named("lanes make progress")
                    .status(!engine.isStuck())
                    .withData("window_running_ms", engine.longestRunning().toMillis())
                    .withData("counts_as_stuck_after_ms", engine.stuckAfter().toMillis())
                    .build();
        };
    }

    @Produces
    @ApplicationScoped
    @Readiness
    HealthCheck model(Engine engine) {
        return () -> model("model", engine);
    }

    @Produces
    @ApplicationScoped
    @Readiness
    HealthCheck queue(Engine engine) {
        return () -> {
            Engine.QueueDepth depth = engine.depth();
            return HealthCheckResponse.named("queue")
                    .status(!depth.full())
                    .withData("waiting", depth.waiting())
                    .withData("running", depth.running())
                    .withData("capacity", depth.capacity())
                    .build();
        };
    }

    @Produces
    @ApplicationScoped
    @Readiness
    HealthCheck disk(UploadStore uploads) {
        return () -> HealthCheckResponse.named("disk for uploads")
                .status(uploads.hasDisk())
                .withData("free_bytes", uploads.usableBytes())
                .withData("keep_free_bytes", uploads.keepFree())
                .build();
    }

    /** Always up: without ffmpeg everything but foreign formats works. */
    @Produces
    @ApplicationScoped
    @Readiness
    HealthCheck formats(AudioDecoder decoder) {
        return () -> HealthCheckResponse.named("audio formats")
                .up()
                .withData(
                        "formats",
                        decoder.ffmpegAvailable() ? "WAV, and all that ffmpeg decodes" : "WAV only: no ffmpeg")
                .build();
    }

    /** Always up: a hot board is slower, and no other one is cooler for being refused work. */
    @Produces
    @ApplicationScoped
    @Readiness
    HealthCheck heat(HeatWatch watch, HeatRelief relief) {
        return () -> {
            HeatWatch.State state = watch.state();
            HealthCheckResponseBuilder answer =
                    HealthCheckResponse.named("heat").up().withData("threads", state.threads());
            state.celsius().ifPresent(celsius -> answer.withData("temperature_celsius", Math.round(celsius)));
            state.margin().ifPresent(margin -> answer.withData("degrees_to_slowing_down", Math.round(margin)));
            relief.words().ifPresent(words -> answer.withData("models", words));
            return answer.withData("throttled", state.throttled()).build();
        };
    }

    /** Always up: the safe profile is there so that the service can be used. */
    @Produces
    @ApplicationScoped
    @Readiness
    HealthCheck crashes(Recovery recovery) {
        return () -> {
            Assessment found = recovery.assessment();
            HealthCheckResponseBuilder answer = HealthCheckResponse.named("crashes")
                    .up()
                    .withData("native_crashes", found.count())
                    .withData("safe_profile", found.safe())
                    .withData("windows_set_aside", found.setAside().size());
            found.inWords().ifPresent(words -> answer.withData("reason", words));
            return answer.build();
        };
    }

    private static HealthCheckResponse model(String name, Engine engine) {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named(name);
        EngineStatus status = engine.status();
        if (status instanceof EngineStatus.Ready ready) {
            ModelFacts model = ready.model();
            answer.up()
                    .withData("model", model.name())
                    .withData("type", model.type())
                    .withData("quantization", model.quantization())
                    .withData("library", model.library().variant())
                    .withData("library_version", model.library().version())
                    .withData("library_features", model.library().features())
                    .withData("devices", String.join(", ", model.library().devices()));
            model.library().note().ifPresent(note -> answer.withData("library_note", note));
            return answer.build();
        }
        String why = status instanceof EngineStatus.Failed failed
                ? HiddenFolders.in(failed.reason())
                : status instanceof EngineStatus.Loading ? "the model is being loaded" : "shutting down";
        return answer.down().withData("reason", why).build();
    }
}
