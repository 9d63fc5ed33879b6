package dev.earshot.live;

import dev.earshot.audio.PcmReader;
import dev.earshot.engine.Cancellation;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.Transcript;
import dev.earshot.engine.TranscriptionOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Has one session's utterances read, on other threads: while they grow, one reading at a time and none while a final one is owed,
 * and once more when they have ended, in order. A careful reading that was begun when somebody paused is their final one if they
 * say no more, so that it is ready when the silence has been long enough. Used by the session's mailbox only.
 */
final class Readings {
    /** Less is not worth another reading. */
    private static final int LEAST_GROWTH = PcmReader.SAMPLE_RATE / 5;

    /** What readings share. */
    record Means(
            UtteranceReader reader,
            Executor workers,
            PartialPace pace,
            LongSupplier nanoTime,
            Duration partialInterval,
            LiveEvents events) {}

    private final Means means;
    private final Consumer<Runnable> mailbox;
    private final Consumer<LiveEvent> listener;
    private final StickyLanguage language = new StickyLanguage();
    private final Deque<DueFinal> finals = new ArrayDeque<>();
    private Reading running;
    private long lastBegun;
    private long readTo;

    /** The utterance that grows; 0 for none. */
    private long growing;

    private StableText text = new StableText();
    private Reading paused;
    private Transcript pausedText;

    Readings(Means means, Consumer<Runnable> mailbox, Consumer<LiveEvent> listener) {
        this.means = means;
        this.mailbox = mailbox;
        this.listener = listener;
        this.lastBegun = means.nanoTime().getAsLong() - means.partialInterval().toNanos();
    }

    /** The first utterance whose final is still owed; the largest number where none is. */
    long firstOwed() {
        return finals.isEmpty() ? Long.MAX_VALUE : finals.peek().utterance;
    }

    /** What was read so far was asked for otherwise. */
    void otherWishes() {
        language.forget();
        paused = null;
        pausedText = null;
        if (running != null && running.utterance() == growing) {
            running.cancellation().cancel(PartialPace.givenUp());
        }
    }

    /** Samples that wait to be read, or are. */
    long held() {
        return finals.stream().mapToLong(DueFinal::heldSamples).sum();
    }

    /** An utterance begins. */
    void begin(long utterance) {
        growing = utterance;
        text = new StableText();
        paused = null;
        pausedText = null;
        readTo = 0;
    }

    /**
     * The utterance has grown; reads it if this is the time for it.
     *
     * @param from where it begins
     * @param to where it ends so far
     * @param pause nobody speaks at the moment
     * @param arrivedNanos when the last of it came in
     */
    void grown(
            long from, long to, boolean pause, long arrivedNanos, Supplier<float[]> samples, TranscriptionOptions how) {
        long now = means.nanoTime().getAsLong();
        boolean early =
                now - lastBegun < means.partialInterval().toNanos() || to - Math.max(readTo, from) < LEAST_GROWTH;
        if (running != null || !finals.isEmpty() || early && !pause) {
            return;
        }
        Cancellation cancellation = new Cancellation();
        if (!means.pace().begin(cancellation)) {
            return;
        }
        Reading reading = new Reading(growing, to, pause, arrivedNanos, cancellation);
        running = reading;
        lastBegun = now;
        readTo = to;
        read(
                samples.get(),
                language.applied(pause ? how : quick(how), from),
                cancellation,
                () -> means.pace().ended(cancellation, means.nanoTime().getAsLong() - now),
                (transcript, failure) -> partialDone(reading, transcript, failure));
    }

    /** Whether somebody's pause has been read already. */
    boolean knowsPause(long lastSound) {
        return running != null && running.whole() && running.heardTo() > lastSound
                || paused != null && paused.heardTo() > lastSound;
    }

    private static TranscriptionOptions quick(TranscriptionOptions how) {
        return how.toBuilder()
                .temperatureIncrement(0)
                .secondReading(false)
                .wordTimes(false)
                .beamSize(1)
                .build();
    }

    private void partialDone(Reading reading, Transcript transcript, EngineException failure) {
        long now = means.nanoTime().getAsLong();
        if (running == reading) {
            running = null;
        }
        for (DueFinal due : finals) {
            if (due.early == reading) {
                due.early = null;
                if (failure == null) {
                    done(due, transcript, null);
                } else {
                    due.stage = DueFinal.Stage.WAITS;
                }
                tellFinals();
                return;
            }
        }
        if (failure != null || reading.utterance() != growing) {
            return;
        }
        if (reading.whole()) {
            paused = reading;
            pausedText = transcript;
        }
        text.read(transcript.text());
        Duration lag = Duration.ofNanos(now - reading.arrivedNanos());
        means.events().partialTold(lag);
        listener.accept(new LiveEvent.Partial(growing, text.stable(), text.unstable(), lag.toMillis()));
    }

    /**
     * The utterance has ended.
     *
     * @param lastSound where the last sound so far ended. If that is within the utterance, what was read beyond it needs no
     *     other reading; a cut may lie before it, and then words of the next one have been read already
     */
    void ended(long from, long to, long lastSound, float[] samples, TranscriptionOptions how) {
        DueFinal due = new DueFinal(growing, from, to, means.nanoTime().getAsLong(), samples, how);
        if (running != null && running.utterance() == growing) {
            if (running.whole() && running.heardTo() > lastSound && lastSound <= to) {
                due.early = running;
                due.stage = DueFinal.Stage.RUNS;
                means.pace().becomesFinal(running.cancellation());
            } else {
                running.cancellation().cancel(PartialPace.givenUp());
            }
        } else if (paused != null && paused.heardTo() > lastSound && lastSound <= to) {
            done(due, pausedText, null);
        }
        growing = 0;
        finals.add(due);
        tellFinals();
    }

    /** What is growing is not wanted any more. */
    void drop() {
        if (running != null && running.utterance() == growing) {
            running.cancellation().cancel(PartialPace.givenUp());
        }
        growing = 0;
    }

    private void tellFinals() {
        for (DueFinal due = finals.peek(); due != null; due = finals.peek()) {
            if (due.stage == DueFinal.Stage.WAITS) {
                begin(due);
            }
            if (due.stage != DueFinal.Stage.DONE) {
                return;
            }
            finals.remove();
            tell(due);
        }
    }

    private void begin(DueFinal due) {
        due.stage = DueFinal.Stage.RUNS;
        due.cancellation = new Cancellation();
        means.pace().finalBegins();
        read(
                due.samples,
                language.applied(due.how, due.from),
                due.cancellation,
                means.pace()::finalEnded,
                (transcript, failure) -> {
                    if (failure != null && failure.code() == ErrorCode.BAD_REQUEST && language.isSettled()) {
                        // Another model came meanwhile, which may not know the language.
                        language.forget();
                        due.stage = DueFinal.Stage.WAITS;
                    } else {
                        done(due, transcript, failure);
                    }
                    tellFinals();
                });
    }

    private void done(DueFinal due, Transcript transcript, EngineException failure) {
        due.done(transcript, failure);
        if (transcript != null) {
            language.heard(transcript, due.to);
        }
    }

    private void tell(DueFinal due) {
        if (due.failure != null) {
            means.events().utteranceFailed();
            listener.accept(new LiveEvent.Failed(OptionalLong.of(due.utterance), due.failure));
            return;
        }
        Duration lag = Duration.ofNanos(means.nanoTime().getAsLong() - due.dueNanos);
        LiveEvent.Final told = new LiveEvent.Final(
                due.utterance,
                due.transcript,
                Positions.toMillis(due.from),
                Positions.toMillis(due.to),
                lag.toMillis());
        means.events()
                .finalTold(
                        Duration.ofMillis(told.endMs() - told.startMs()),
                        lag,
                        told.text().isEmpty());
        listener.accept(told);
    }

    private void read(
            float[] samples,
            TranscriptionOptions how,
            Cancellation cancellation,
            Runnable over,
            BiConsumer<Transcript, EngineException> then) {
        Runnable work = () -> {
            Transcript transcript = null;
            EngineException failure = null;
            try {
                transcript = means.reader().read(samples, how, cancellation);
            } catch (EngineException e) {
                failure = e;
            } catch (RuntimeException | Error e) {
                failure = unreadable(e);
            }
            over(over, then, transcript, failure);
        };
        try {
            means.workers().execute(work);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // The second is what a refused thread is called.
            over(over, then, null, unreadable(e));
        }
    }

    private static EngineException unreadable(Throwable cause) {
        return new EngineException(ErrorCode.INTERNAL, "The utterance could not be read.", cause);
    }

    /** @param over not by way of the mailbox, which is shut when the session is */
    private void over(
            Runnable over, BiConsumer<Transcript, EngineException> then, Transcript found, EngineException reason) {
        over.run();
        mailbox.accept(() -> then.accept(found, reason));
    }

    /** Ends what runs; nothing is told any more. */
    void close(EngineException reason) {
        if (running != null) {
            running.cancellation().cancel(reason);
        }
        for (DueFinal due : finals) {
            if (due.cancellation != null) {
                due.cancellation.cancel(reason);
            }
        }
    }
}
