package dev.earshot.ops;

import dev.earshot.live.LiveEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts what live sessions tell. */
@Singleton
public final class LiveRecorder implements LiveEvents {
    /** How an utterance can end. */
    private enum Utterance {
        TEXT,
        EMPTY,
        FAILED
    }

    private final Map<Utterance, Counter> utterances = new EnumMap<>(Utterance.class);
    private final Counter opened;
    private final Counter refused;
    private final Counter audioSeconds;
    private final Timer partialLag;
    private final Timer finalLag;

    @Inject
    LiveRecorder(MeterRegistry registry) {
        for (Utterance outcome : Utterance.values()) {
            utterances.put(
                    outcome,
                    Counter.builder(MeterNames.LIVE_UTTERANCES)
                            .description("Utterances of live sessions, by what came of them")
                            .tag(MeterNames.OUTCOME, outcome.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        opened = Counter.builder(MeterNames.LIVE_OPENED)
                .description("Live sessions that were opened")
                .register(registry);
        refused = Counter.builder(MeterNames.LIVE_REFUSED)
                .description("Live sessions that were refused because all were in use")
                .register(registry);
        audioSeconds = Counter.builder(MeterNames.LIVE_AUDIO_SECONDS)
                .description("Length of the utterances that were read for their final text")
                .register(registry);
        partialLag = Timer.builder(MeterNames.LIVE_PARTIAL_LAG)
                .description("From the last audio of a partial text to its telling")
                .serviceLevelObjectives(Buckets.SECONDS)
                .register(registry);
        finalLag = Timer.builder(MeterNames.LIVE_FINAL_LAG)
                .description("From the known end of an utterance to the telling of its text")
                .serviceLevelObjectives(Buckets.SECONDS)
                .register(registry);
    }

    @Override
    public void sessionOpened() {
        opened.increment();
    }

    @Override
    public void sessionRefused() {
        refused.increment();
    }

    @Override
    public void partialTold(Duration lag) {
        partialLag.record(lag);
    }

    @Override
    public void finalTold(Duration audio, Duration lag, boolean empty) {
        utterances.get(empty ? Utterance.EMPTY : Utterance.TEXT).increment();
        audioSeconds.increment(audio.toNanos() / 1e9);
        finalLag.record(lag);
    }

    @Override
    public void utteranceFailed() {
        utterances.get(Utterance.FAILED).increment();
    }
}
