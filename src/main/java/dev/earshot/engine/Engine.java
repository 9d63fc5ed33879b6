package dev.earshot.engine;

import dev.earshot.audio.ArrayReader;
import dev.earshot.audio.AudioException;
import dev.earshot.audio.PcmReader;
import dev.earshot.engine.EngineQueue.Place;
import dev.earshot.engine.ModelLoader.ModelFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Speech to text, one job a call: admission, lanes, deadlines, orderly end. Loads its model in the background after
 * {@link #start}; until then, and after a failed load, jobs are refused with {@link ErrorCode#NOT_READY}.
 *
 * <p>All methods may be called from any thread; {@link #transcribe} blocks its caller until the job is over.
 */
public final class Engine implements AutoCloseable {
    /** A window that takes this many times its usual time, and at least {@link EngineSettings#stuckAfter}, hangs. */
    private static final int STUCK_FACTOR = 10;

    /** Time for cancelled callers to leave; none of them computes. */
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private static final Supplier<EngineException> SHUT_DOWN =
            () -> new EngineException(ErrorCode.NOT_READY, "The service was shut down before the recording was done.");

    private final EngineSettings settings;
    private final SpeechDetector speech;
    private final EngineEvents events;
    private final LongSupplier nanoTime = System::nanoTime;
    private final Generations generations;
    private final EngineQueue queue;
    private final Cancellation shutdown = new Cancellation();
    private final ScheduledThreadPoolExecutor deadlines;

    /** With one model for all recordings. */
    public Engine(EngineSettings settings, ModelLoader loader, SpeechDetector speech, EngineEvents events) {
        this(settings, loader, Optional.empty(), speech, events);
    }

    /** @param batch a second model for long recordings, where there is to be one */
    public Engine(
            EngineSettings settings,
            ModelLoader loader,
            Optional<BatchModel> batch,
            SpeechDetector speech,
            EngineEvents events) {
        this.settings = settings;
        this.speech = speech;
        this.events = events;
        this.generations = new Generations(settings, loader, batch, events, nanoTime);
        this.queue = generations.queue();
        this.deadlines = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "earshot-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /** Starts loading the model and returns at once. */
    public void start() {
        generations.start();
    }

    public EngineStatus status() {
        return generations.status();
    }

    /** Of the model for long recordings; empty where one model is to hear all. */
    public Optional<EngineStatus> batchStatus() {
        return generations.batchStatus();
    }

    /**
     * Lets the model for long recordings go, when it has heard those it has, until {@link #wakeBatch}; the other one hears all then.
     *
     * @param why for those who wonder where it is
     * @return whether there was one
     */
    public boolean restBatch(String why) {
        return generations.restBatch(why);
    }

    /** Loads the model for long recordings again; returns at once. Without {@link #restBatch} before nothing happens. */
    public void wakeBatch() {
        generations.wakeBatch();
    }

    /**
     * Loads the model for long recordings if it is not there, though it was refused before: there may be room for it now. Returns at
     * once; does not end {@link #restBatch}.
     */
    public void renewBatch() {
        generations.renewBatch();
    }

    /**
     * Puts another model in use; blocks until it is, and one call at a time. Recordings under way are heard to their end by the
     * model that they began with; those that come go to the old one until the new one has been loaded and has made its trial,
     * and where there is no room for two, wait. If it cannot be used the old one serves on. Also mends an engine whose model
     * could not be loaded. Where its memory is needed, the model for long recordings goes before, and comes back if there is room.
     *
     * @throws EngineException {@link ErrorCode#MODEL_NOT_LOADED} with the reason if the new model was loaded or tried in vain;
     *     {@link ErrorCode#NOT_READY} if this is not the time for it, or if the old one could not be loaded again either
     */
    public EngineStatus.Ready switchTo(ModelLoader next, Changeover how) {
        return generations.switchTo(next, how);
    }

    /**
     * The model that hears recordings now, or only the short ones; {@link ErrorCode#NOT_READY} with the reason where there is
     * none. Another may hear the next one, see {@link ProgressListener#begins}; while the old one has gone and the new one is
     * not there yet, it is the old one.
     */
    public ModelFacts model() {
        return generations.model();
    }

    /** All that hear recordings now: {@link #model()}, and behind it that for long ones where there is one. */
    public List<ModelFacts> models() {
        ModelFacts usual = model();
        return batchStatus().orElse(null) instanceof EngineStatus.Ready batch
                ? List.of(usual, batch.model())
                : List.of(usual);
    }

    /** Throws what {@link #transcribe} would throw now before it looks at the recording. */
    public void checkRoom() {
        model();
        queue.checkRoom();
    }

    /** Opens the recording once its job has a place; decoding can cost a process. */
    @FunctionalInterface
    public interface PcmOpener {
        PcmReader open() throws AudioException;
    }

    /**
     * Recognises a recording. It is opened and closed here, also when the job is cancelled.
     *
     * @param deadline how long it may take, at most the configured deadline
     * @throws EngineException for every reason but silence, which is an empty transcript
     */
    public Transcript transcribe(
            PcmOpener recording,
            TranscriptionOptions options,
            Duration deadline,
            Cancellation cancellation,
            ProgressListener listener) {
        model();
        return work(queue.admit(JobClass.INTERACTIVE), recording, options, deadline, cancellation, listener);
    }

    /**
     * Recognises what somebody has just said, before all recordings and also when the queue is full: how many may do so at once
     * is for the caller to bound.
     *
     * @param samples mono, 16 kHz, finite; not changed from now on
     * @throws EngineException for every reason but silence, which is an empty transcript
     */
    public Transcript transcribeLive(float[] samples, TranscriptionOptions options, Cancellation cancellation) {
        model();
        return work(
                queue.admit(JobClass.LIVE),
                () -> new ArrayReader(samples),
                options,
                settings.deadline(),
                cancellation,
                ProgressListener.NONE);
    }

    private Transcript work(
            Place place,
            PcmOpener recording,
            TranscriptionOptions options,
            Duration deadline,
            Cancellation cancellation,
            ProgressListener listener) {
        long begun = nanoTime.getAsLong();
        Duration limit = deadline.compareTo(settings.deadline()) < 0 ? deadline : settings.deadline();
        ScheduledFuture<?> alarm = deadlines.schedule(
                () -> cancellation.cancel(new EngineException(
                        ErrorCode.DEADLINE, "The deadline of " + limit.toMillis() + " ms has passed.")),
                limit.toMillis(),
                TimeUnit.MILLISECONDS);
        try (Cancellation.Registration stopping =
                shutdown.onCancel(() -> shutdown.reason().ifPresent(cancellation::cancel))) {
            cancellation.throwIfCancelled();
            return open(new Job(recording, place, options, deadline, begun, cancellation, listener));
        } finally {
            alarm.cancel(false);
            queue.release(place);
        }
    }

    /** @param begun when its caller began to wait */
    private record Job(
            PcmOpener recording,
            Place place,
            TranscriptionOptions options,
            Duration deadline,
            long begun,
            Cancellation cancellation,
            ProgressListener listener) {}

    private Transcript open(Job job) {
        // Ending a decoder waits for its process; whoever cancels must not.
        try (PcmReader pcm = job.recording.open();
                Cancellation.Registration closing =
                        job.cancellation.onCancel(() -> new Thread(pcm::close, "earshot-close").start())) {
            queue.expect(job.place, (double) pcm.expectedSamples().orElse(0) / PcmReader.SAMPLE_RATE);
            SampleBuffer buffer = new SampleBuffer(pcm, job.options.offset(), job.options.length());
            buffer.fill();
            JobClass length = buffer.ended() ? JobClass.INTERACTIVE : JobClass.BATCH;
            Transcript transcript = hear(job, buffer, job.place.jobClass == JobClass.LIVE ? JobClass.LIVE : length);
            if (job.place.jobClass != JobClass.LIVE) {
                // What is being said is read again and again.
                events.recordingDone(transcript.duration());
                events.audioSkipped(transcript.cost().skipped());
            }
            return transcript;
        } catch (AudioException e) {
            job.cancellation.throwIfCancelled();
            throw EngineException.of(e);
        }
    }

    private Transcript hear(Job job, SampleBuffer buffer, JobClass jobClass) throws AudioException {
        Generation generation = generations.of(job.place, jobClass, job.options, job.cancellation);
        try (Cancellation.Registration dying =
                generation.ended().onCancel(() -> generation.ended().reason().ifPresent(job.cancellation::cancel))) {
            job.cancellation.throwIfCancelled();
            ModelFacts model = generation.model();
            job.listener.begins(model);
            WindowOptions asked = new WindowOptions(
                    Wishes.settle(job.options, model, settings.languages()),
                    model.capabilities(),
                    settings.fitContext(),
                    Deadline.of(job.begun, job.deadline, settings, nanoTime, generation.team().speed));
            Windowing windowing = Windowing.of(settings, speech, model.capabilities());
            return new JobRunner(
                            queue,
                            job.place,
                            jobClass,
                            windowing,
                            events,
                            nanoTime,
                            asked,
                            job.cancellation,
                            job.listener)
                    .run(buffer);
        }
    }

    /** Refuses in words what no loaded model, or the one that is named, can do; the answer would be something else. */
    public void requireAble(TranscriptionOptions options) {
        List<ModelFacts> models = models();
        ModelFacts usual = models.get(0);
        ModelFacts last = models.get(models.size() - 1);
        boolean second = HearerChoice.isBatch(JobClass.INTERACTIVE, options, usual, last, settings.languages());
        Wishes.settle(options, second ? last : usual, settings.languages());
    }

    /** Jobs that are waiting for a lane, and those a lane is working on. */
    public QueueDepth depth() {
        EngineQueue.Snapshot now = queue.snapshot();
        return new QueueDepth(now.waiting(), now.running(), settings.queueCapacity(), settings.lanes());
    }

    /** Whether nobody waits for anything, who speaks live included, and no model is being loaded or changed. */
    public boolean isIdle() {
        return queue.snapshot().empty()
                && !isSwitching()
                && status() instanceof EngineStatus.Ready
                && !(batchStatus().orElse(null) instanceof EngineStatus.Loading);
    }

    /**
     * @param waiting jobs that no lane is working on at this moment
     * @param running jobs with a window in a lane
     * @param capacity jobs that may wait
     * @param lanes windows decoded at the same time
     */
    public record QueueDepth(int waiting, int running, int capacity, int lanes) {
        public boolean full() {
            return waiting + running >= capacity + lanes;
        }
    }

    /** Whether another model is being put in use at this moment, which takes memory and processors. */
    public boolean isSwitching() {
        return generations.isSwitching();
    }

    /** The longest time that a window now running has taken so far, or a model's warm-up or trial. */
    public Duration longestRunning() {
        return generations.longestRunning();
    }

    /** Beyond this a running window counts as hung. */
    public Duration stuckAfter() {
        Duration limit =
                Duration.ofMillis((long) (generations.secondsFor(SampleBuffer.LONGEST_SECONDS) * STUCK_FACTOR * 1e3));
        return limit.compareTo(settings.stuckAfter()) < 0 ? settings.stuckAfter() : limit;
    }

    /** Whether a window hangs. An engine that has nothing to do does not. */
    public boolean isStuck() {
        return longestRunning().compareTo(stuckAfter()) > 0;
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
        generations.close();
    }

    /** As {@link #close}, and waits until all memory is freed, however long a lane stays in native code. */
    public void closeAndAwait() {
        close();
        generations.awaitEnd();
    }
}
