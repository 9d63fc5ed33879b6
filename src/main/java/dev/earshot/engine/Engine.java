package dev.earshot.engine;

import dev.earshot.audio.PcmReader;
import dev.earshot.engine.EngineEvents.Outcome;
import dev.earshot.engine.EngineQueue.Place;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Speech to text, one job a call: admission, lanes, deadlines, orderly end. Loads its model in the background after
 * {@link #start}; until then, and after a failed load, jobs are refused with {@link ErrorCode#NOT_READY}.
 *
 * <p>All methods may be called from any thread; {@link #transcribe} blocks its caller until the job is over.
 */
public final class Engine implements AutoCloseable {
    /** A window that takes this many times its usual time, and at least {@link #STUCK_AT_LEAST}, hangs. */
    private static final int STUCK_FACTOR = 10;

    private static final Duration STUCK_AT_LEAST = Duration.ofMinutes(5);

    /** Time for cancelled callers to leave; none of them computes. */
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private static final Supplier<EngineException> SHUT_DOWN =
            () -> new EngineException(ErrorCode.NOT_READY, "The service was shut down before the recording was done.");

    private final EngineSettings settings;
    private final SpeechDetector speech;
    private final EngineEvents events;
    private final LongSupplier nanoTime = System::nanoTime;
    private final SpeedMeter speed = new SpeedMeter();
    private final EngineQueue queue;
    private final List<Lane> lanes;
    private final LaneCrew crew;
    private final Cancellation shutdown = new Cancellation();
    private final ScheduledThreadPoolExecutor deadlines;

    public Engine(EngineSettings settings, ModelLoader loader, SpeechDetector speech, EngineEvents events) {
        this.settings = settings;
        this.speech = settings.speechGate() ? speech : SpeechDetector.ALWAYS;
        this.events = events;
        this.queue = new EngineQueue(settings, speed, nanoTime);
        this.lanes = IntStream.range(0, settings.lanes())
                .mapToObj(i -> new Lane(queue, speed, events, nanoTime))
                .toList();
        this.crew = new LaneCrew(loader, lanes, speed, events);
        this.deadlines = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "earshot-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /** Starts loading the model and returns at once. */
    public void start() {
        crew.start();
    }

    public EngineStatus status() {
        return crew.status();
    }

    /** The loaded model; {@link ErrorCode#NOT_READY} with the reason where there is none. */
    public ModelLoader.ModelFacts model() {
        EngineStatus status = crew.status();
        if (status instanceof EngineStatus.Ready ready) {
            return ready.model();
        }
        if (status instanceof EngineStatus.Failed failed) {
            throw new EngineException(ErrorCode.NOT_READY, failed.reason());
        }
        String why = status instanceof EngineStatus.Loading
                ? "The model is being loaded; try again in a moment."
                : "The service is shutting down.";
        throw new EngineException(ErrorCode.NOT_READY, why);
    }

    /** Throws what {@link #transcribe} would throw now before it looks at the recording. */
    public void checkRoom() {
        model();
        queue.checkRoom();
    }

    /**
     * Recognises a recording; the caller keeps and closes {@code pcm}, which is also closed when the job is cancelled.
     *
     * @param deadline how long it may take, at most the configured deadline
     * @throws EngineException for every reason but silence, which is an empty transcript
     */
    public Transcript transcribe(
            PcmReader pcm,
            TranscriptionOptions options,
            Duration deadline,
            Cancellation cancellation,
            ProgressListener listener) {
        requireAble(options);
        Place place = admit(pcm);
        Duration limit = deadline.compareTo(settings.deadline()) < 0 ? deadline : settings.deadline();
        ScheduledFuture<?> alarm = deadlines.schedule(
                () -> cancellation.cancel(new EngineException(
                        ErrorCode.DEADLINE, "The deadline of " + limit.toMillis() + " ms has passed.")),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        Outcome outcome = Outcome.FAILED;
        Duration heard = Duration.ZERO;
        try (Cancellation.Registration closing = cancellation.onCancel(pcm::close);
                Cancellation.Registration stopping = shutdown.onCancel(() -> cancellation.cancel(SHUT_DOWN.get()))) {
            Transcript transcript =
                    new JobRunner(queue, place, speech, events, nanoTime, options, cancellation, listener).run(pcm);
            outcome = transcript.emptyReason().isPresent() ? Outcome.NO_SPEECH : Outcome.COMPLETED;
            heard = transcript.duration();
            return transcript;
        } catch (EngineException e) {
            outcome = outcomeOf(e.code());
            throw e;
        } finally {
            alarm.cancel(false);
            queue.release(place);
            events.jobEnded(outcome, heard);
        }
    }

    /** Refuses in words what the model was not trained for; it would answer something else. */
    public void requireAble(TranscriptionOptions options) {
        ModelLoader.ModelFacts model = model();
        if (options.task() == Task.TRANSLATE && !model.canTranslate()) {
            throw new EngineException(
                    ErrorCode.BAD_REQUEST,
                    "The model " + model.name()
                            + " cannot translate: it was not trained to. Use transcriptions, or install a"
                            + " multilingual model other than turbo.");
        }
        options.language().ifPresent(language -> {
            if (!Languages.known(language, model.languages())) {
                String knows = model.languages() == 1 ? "; it knows English only." : ".";
                throw EngineException.badParameter(
                        "language",
                        "The model " + model.name() + " does not know the language '" + language + "'" + knows);
            }
        });
    }

    private Place admit(PcmReader pcm) {
        try {
            return queue.admit((double) pcm.expectedSamples().orElse(0) / PcmReader.SAMPLE_RATE);
        } catch (EngineException e) {
            if (e.code() == ErrorCode.BUSY) {
                events.jobRejected();
            }
            throw e;
        }
    }

    private static Outcome outcomeOf(ErrorCode code) {
        return switch (code) {
            case CLIENT_GONE, NOT_READY -> Outcome.ABANDONED;
            case DEADLINE -> Outcome.DEADLINE;
            default -> Outcome.FAILED;
        };
    }

    /** Jobs that are waiting for a lane, and those a lane is working on. */
    public QueueDepth depth() {
        EngineQueue.Snapshot now = queue.snapshot();
        return new QueueDepth(now.waiting(), now.running(), settings.queueCapacity());
    }

    /** @param capacity jobs that may wait */
    public record QueueDepth(int waiting, int running, int capacity) {
        public boolean full() {
            return waiting >= capacity;
        }
    }

    /** The longest time that a window now running has taken so far. */
    public Duration longestRunning() {
        return lanes.stream().map(Lane::runningFor).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** Beyond this a running window counts as hung. */
    public Duration stuckAfter() {
        Duration limit = Duration.ofMillis((long) (speed.windowSeconds() * STUCK_FACTOR * 1e3));
        return limit.compareTo(STUCK_AT_LEAST) < 0 ? STUCK_AT_LEAST : limit;
    }

    /**
     * Takes no more jobs, gives those admitted so much time, and then ends them, so that their callers still get an answer.
     */
    public void drain(Duration limit) {
        queue.close();
        try {
            if (!queue.awaitEmpty(limit)) {
                shutdown.cancel(SHUT_DOWN.get());
                queue.awaitEmpty(GOODBYE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes no more jobs, ends the running ones, waits for the lanes and frees the model. */
    @Override
    public void close() {
        drain(Duration.ZERO);
        deadlines.shutdownNow();
        crew.close();
    }
}
