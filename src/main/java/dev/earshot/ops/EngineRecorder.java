package dev.earshot.ops;

import dev.earshot.engine.EmptyReason;
import dev.earshot.engine.EngineEvents;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.EngineStatus;
import dev.earshot.http.RequestEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;

/** Counts what engine and requests tell, and has the start reported. All tag values come from enums, so the number of series is fixed. */
@Singleton
public final class EngineRecorder implements EngineEvents, RequestEvents {
    private static final Logger LOG = Logger.getLogger(EngineRecorder.class);

    /** How putting another model in use can end. */
    private enum Switch {
        DONE,
        REFUSED
    }

    private final Map<Switch, Counter> switches = new EnumMap<>(Switch.class);
    private final Map<RequestEvents.Outcome, Timer> requests = new EnumMap<>(RequestEvents.Outcome.class);
    private final Map<EmptyReason, Counter> gated = new EnumMap<>(EmptyReason.class);
    private final StartupReport report;
    private final Counter audioSeconds;
    private final Counter skippedSeconds;
    private final Timer windowWait;
    private final Timer windowRun;
    private final DistributionSummary realTimeFactor;
    private final DistributionSummary audioContext;
    private final Counter guard;
    private final Counter rejected;
    private final Counter abandoned;
    private volatile double loadSeconds;
    private volatile double warmUpSeconds;

    @Inject
    EngineRecorder(MeterRegistry registry, StartupReport report) {
        this.report = report;
        for (RequestEvents.Outcome outcome : RequestEvents.Outcome.values()) {
            requests.put(
                    outcome,
                    Timer.builder(MeterNames.REQUESTS)
                            .description("Requests with a recording, by how they ended")
                            .tag(MeterNames.OUTCOME, word(outcome))
                            .serviceLevelObjectives(Buckets.SECONDS)
                            .register(registry));
        }
        for (EmptyReason reason : EmptyReason.values()) {
            gated.put(
                    reason,
                    Counter.builder(MeterNames.WINDOWS_GATED)
                            .description("Windows kept from the model")
                            .tag(MeterNames.REASON, reason.word())
                            .register(registry));
        }
        for (Switch outcome : Switch.values()) {
            switches.put(
                    outcome,
                    Counter.builder(MeterNames.MODEL_SWITCHES)
                            .description("Times that another model was to be put in use, by how it ended")
                            .tag(MeterNames.OUTCOME, word(outcome))
                            .register(registry));
        }
        audioSeconds = Counter.builder(MeterNames.AUDIO_SECONDS)
                .description("Length of the recordings that were worked through")
                .register(registry);
        skippedSeconds = Counter.builder(MeterNames.AUDIO_SKIPPED)
                .description("Length of what the model did not see of them, since nobody speaks there")
                .register(registry);
        windowWait = Timer.builder(MeterNames.WINDOW_WAIT)
                .description("Time that windows waited for a lane")
                .serviceLevelObjectives(Buckets.SECONDS)
                .register(registry);
        windowRun = Timer.builder(MeterNames.WINDOW_RUN)
                .description("Time that windows took in the model")
                .serviceLevelObjectives(Buckets.SECONDS)
                .register(registry);
        realTimeFactor = DistributionSummary.builder(MeterNames.REAL_TIME_FACTOR)
                .description("Time in the model over length of the window")
                .serviceLevelObjectives(Buckets.REAL_TIME_FACTORS)
                .register(registry);
        audioContext = DistributionSummary.builder(MeterNames.AUDIO_CONTEXT)
                .description("Encoder positions that windows used, of 1500")
                .register(registry);
        guard = Counter.builder(MeterNames.GUARD)
                .description("Windows decoded again with the full context, since the fitted one looked wrong")
                .register(registry);
        rejected = Counter.builder(MeterNames.REJECTED)
                .description("Recordings refused because the queue or the room for uploads was full")
                .register(registry);
        abandoned = Counter.builder(MeterNames.ABANDONED)
                .description("Recordings whose caller went away")
                .register(registry);
        Gauge.builder(MeterNames.MODEL_LOAD, this, it -> it.loadSeconds)
                .description("Time it took to load the model")
                .register(registry);
        Gauge.builder(MeterNames.MODEL_WARM_UP, this, it -> it.warmUpSeconds)
                .description("Time of the first window, which warms the model up")
                .register(registry);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void requestEnded(RequestEvents.Outcome outcome, Duration took) {
        requests.get(outcome).record(took);
        if (outcome == RequestEvents.Outcome.BUSY) {
            rejected.increment();
        } else if (outcome == RequestEvents.Outcome.ABANDONED) {
            abandoned.increment();
        }
    }

    @Override
    public void started(EngineStatus status) {
        if (status instanceof EngineStatus.Ready ready) {
            loaded(ready);
        }
        report.log(status);
    }

    private void loaded(EngineStatus.Ready ready) {
        loadSeconds = ready.load().toNanos() / 1e9;
        warmUpSeconds = ready.warmUp().toNanos() / 1e9;
    }

    @Override
    public void batchModel(EngineStatus status) {
        if (status instanceof EngineStatus.Ready ready) {
            LOG.infof(
                    "Recordings of more than half a minute are heard by %s from now on (%s, %s, SHA-256 %s); loaded in %d ms",
                    ready.model().name(),
                    ready.model().type(),
                    ready.model().quantization(),
                    ready.model().sha256().orElse("not computed"),
                    ready.load().toMillis());
        } else if (status instanceof EngineStatus.Failed failed) {
            LOG.infof("Recordings of more than half a minute have no model of their own: %s", failed.reason());
        }
    }

    @Override
    public void leavingModelFailed(String reason) {
        LOG.warnf("A model that was no longer in use did not end its last recordings: %s", reason);
    }

    @Override
    public void switched(EngineStatus.Ready now) {
        loaded(now);
        switches.get(Switch.DONE).increment();
        LOG.infof(
                "Model %s (%s, %s, SHA-256 %s) is in use now; loaded in %d ms",
                now.model().name(),
                now.model().type(),
                now.model().quantization(),
                now.model().sha256().orElse("not computed"),
                now.load().toMillis());
    }

    @Override
    public void switchRefused(EngineException reason) {
        switches.get(Switch.REFUSED).increment();
        LOG.warn(reason.getMessage());
    }

    @Override
    public void windowDecoded(Duration audio, Duration waited, Duration ran) {
        windowWait.record(waited);
        windowRun.record(ran);
        realTimeFactor.record(ran.toNanos() / (double) audio.toNanos());
    }

    @Override
    public void contextUsed(int positions, boolean guardFired) {
        audioContext.record(positions);
        if (guardFired) {
            guard.increment();
        }
    }

    @Override
    public void windowGated(EmptyReason reason) {
        gated.get(reason).increment();
    }

    @Override
    public void recordingDone(Duration audio) {
        audioSeconds.increment(audio.toNanos() / 1e9);
    }

    @Override
    public void audioSkipped(Duration audio) {
        skippedSeconds.increment(audio.toNanos() / 1e9);
    }
}
