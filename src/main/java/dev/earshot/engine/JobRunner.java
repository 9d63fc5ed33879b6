package dev.earshot.engine;

import dev.earshot.audio.AudioException;
import dev.earshot.audio.PcmReader;
import dev.earshot.engine.EngineQueue.Place;
import dev.earshot.engine.WindowTask.Done;
import dev.earshot.engine.Windows.Window;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;

/**
 * Works one job through the queue on its caller's thread: cuts windows, offers them to the lanes a few ahead, joins the
 * results in order. Decoding of the recording and recognition thus overlap, and no more than a few windows are in memory.
 */
final class JobRunner {
    /** A window under way; gated ones have no future. */
    private record Pending(Window window, CompletableFuture<Done> future) {}

    private final EngineQueue queue;
    private final Place place;
    private final Windowing windowing;
    private final EngineEvents events;
    private final LongSupplier nanoTime;
    private final WindowOptions asked;
    private final TranscriptionOptions options;
    private final Cancellation cancellation;
    private final ProgressListener listener;
    private final JobClass jobClass;

    private final Deque<Pending> pending = new ArrayDeque<>();
    private final List<Segment> segments = new ArrayList<>();
    private String textBefore = "";
    private int windows;
    private int gated;
    private long heardTo;
    private long skipped;
    private Duration waited = Duration.ZERO;
    private Duration ran = Duration.ZERO;
    private int largestContext;
    private int guardsFired;

    /** The one future the caller's thread may be blocked on. */
    private volatile CompletableFuture<Done> awaited;

    JobRunner(
            EngineQueue queue,
            Place place,
            JobClass jobClass,
            Windowing windowing,
            EngineEvents events,
            LongSupplier nanoTime,
            WindowOptions asked,
            Cancellation cancellation,
            ProgressListener listener) {
        this.queue = queue;
        this.place = place;
        this.jobClass = jobClass;
        this.windowing = windowing;
        this.events = events;
        this.nanoTime = nanoTime;
        this.asked = asked;
        this.options = asked.wishes();
        this.cancellation = cancellation;
        this.listener = listener;
    }

    /** A reader that is closed under it, when the job is cancelled, ends it with an {@link AudioException}. */
    Transcript run(SampleBuffer recording) throws AudioException {
        try (Cancellation.Registration wakeUp = cancellation.onCancel(this::stopWaiting)) {
            Windows cutter = windowing.over(recording);
            heardTo = recording.position();
            for (Window window = cutter.next(); window != null; window = cutter.next()) {
                cancellation.throwIfCancelled();
                start(window);
                while (pending.size()
                        > (options.carryText() || asked.awaitsLanguage() ? 0 : EngineQueue.WINDOWS_AHEAD)) {
                    collect(pending.remove());
                }
            }
            cancellation.throwIfCancelled();
            while (!pending.isEmpty()) {
                collect(pending.remove());
            }
            passOver(recording.position());
            Transcript.Cost cost = new Transcript.Cost(
                    windows, gated, duration(skipped), waited, ran, largestContext, guardsFired, asked.shortcuts());
            return new Transcript(
                    options.task(), asked.language(), asked.detected(), duration(recording.position()), segments, cost);
        }
    }

    private void start(Window window) {
        windows++;
        passOver(window.speech() ? window.start() : window.end());
        if (!window.speech()) {
            gated++;
            events.windowGated(EmptyReason.NO_SPEECH);
            pending.add(new Pending(window, null));
            return;
        }
        TranscriptionOptions reading = asked.inTime(
                jobClass, (double) window.samples().length / PcmReader.SAMPLE_RATE, queue.expectedWait(place));
        WindowTask task = new WindowTask(window.samples(), reading, promptFor(), cancellation, nanoTime.getAsLong());
        heardTo = window.end();
        queue.offer(place, jobClass, task);
        pending.add(new Pending(window, task.future));
    }

    /** The model does not see what lies before {@code position} and behind the last window. */
    private void passOver(long position) {
        long samples = position - heardTo;
        skipped += samples;
        heardTo = position;
        queue.passOver(place, (double) samples / PcmReader.SAMPLE_RATE);
    }

    private String promptFor() {
        return options.carryText() ? (options.prompt() + " " + textBefore).strip() : options.prompt();
    }

    private void collect(Pending window) {
        if (window.future() == null) {
            listener.windowDone(List.of());
            return;
        }
        Done done = await(window.future());
        waited = waited.plus(done.waited());
        ran = ran.plus(done.ran());
        asked.heard(done.result());
        largestContext = Math.max(largestContext, done.result().audioContext());
        guardsFired += done.result().guardFired() ? 1 : 0;
        long offsetMs = window.window().start() * 1000 / PcmReader.SAMPLE_RATE;
        List<Segment> found = done.result().segments().stream()
                .map(segment -> segment.shifted(offsetMs))
                .toList();
        segments.addAll(found);
        textBefore = String.join("", found.stream().map(Segment::text).toList()).strip();
        listener.windowDone(found);
    }

    private void stopWaiting() {
        CompletableFuture<Done> future = awaited;
        if (future != null) {
            future.cancel(false);
        }
    }

    private Done await(CompletableFuture<Done> future) {
        awaited = future;
        // After the assignment: a cancellation before it found nothing to wake.
        cancellation.throwIfCancelled();
        try {
            return future.join();
        } catch (CancellationException e) {
            cancellation.throwIfCancelled();
            throw e;
        } catch (CompletionException e) {
            if (e.getCause() instanceof EngineException known) {
                throw new EngineException(known.code(), known.getMessage(), known);
            }
            throw new EngineException(ErrorCode.INTERNAL, "The engine failed on a window.", e.getCause());
        }
    }

    private static Duration duration(long samples) {
        return Duration.ofNanos(samples * 1_000_000_000L / PcmReader.SAMPLE_RATE);
    }
}
