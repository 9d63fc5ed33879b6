package dev.earshot.live;

import dev.earshot.audio.PcmReader;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.QuietestCut;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Somebody speaks and is heard: takes samples, finds utterances, tells their text while it grows and when it is final.
 *
 * <p>Methods may be called from any thread, never block, and take effect in the order of their calls. What they lead to is told to
 * the {@link LiveListener}. Nothing that was appended is lost, but by {@link #clear} and {@link #close}.
 */
public final class LiveSession implements AutoCloseable {
    /** Audio is looked at in pieces of this size, however it came. */
    private static final int PIECE = PcmReader.SAMPLE_RATE / 10;

    /** OpenAI's: less cannot be committed. */
    private static final int LEAST_COMMIT = PcmReader.SAMPLE_RATE / 10;

    /**
     * What a model hears of the room before the first sound, if no utterance ended there. With 0.2 to 0.7 s two of the demo
     * clips were misread at their end, with a second or more none.
     */
    private static final int LEAD = PcmReader.SAMPLE_RATE;

    /** Models like some silence behind the last word; more of it costs time. */
    private static final int TAIL = PcmReader.SAMPLE_RATE * 3 / 10;

    /** Silence that may be the end: read then, the text is ready when it is. */
    private static final int PAUSE = PcmReader.SAMPLE_RATE / 5;

    /** Beginnings of words are found late. */
    private static final int FOUND_LATE = PcmReader.SAMPLE_RATE / 2;

    /** Unbroken speech is cut near this length; see the engine's windows. */
    private static final int BEST_LENGTH = 20 * PcmReader.SAMPLE_RATE;

    private final LiveLimits limits;
    private final LiveListener listener;
    private final Runnable onClose;
    private final Readings.Means means;
    private final Mailbox mailbox;
    private final Readings readings;
    private final VoiceTracker tracker;
    private final LevelGauge level;
    private final HeldAudio audio = new HeldAudio();
    private final AtomicLong unread = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();
    private final long opened;
    private volatile long lastAudio;
    private volatile long heldInside;
    private SessionOptions options;
    private Endpointer endpointer = new Endpointer(0);
    private long utterances;

    /** Where the utterance that is being said begins; -1 while there is none. */
    private long begun = -1;

    /** Where the client is told that it begins. */
    private long told;

    /** Where the last one ended: no sample belongs to two. */
    private long lastEnd;

    /** The latest utterance at each flush that has not been answered. */
    private final Deque<Long> flushes = new ArrayDeque<>();

    private boolean wasFull;

    /** The client waits for us, not we for it. */
    private volatile boolean owes;

    LiveSession(
            SessionOptions options,
            LiveLimits limits,
            VoiceTracker tracker,
            Readings.Means means,
            Mailbox mailbox,
            LiveListener listener,
            Runnable onClose) {
        this.options = options;
        this.limits = limits;
        this.tracker = tracker;
        this.means = means;
        this.mailbox = mailbox;
        this.listener = listener;
        this.onClose = onClose;
        this.readings = new Readings(means, this::post, this::tell);
        this.level = new LevelGauge(this::tell);
        this.opened = means.nanoTime().getAsLong();
        this.lastAudio = opened;
    }

    private void post(Runnable letter) {
        mailbox.post(() -> {
            if (over.get()) {
                return;
            }
            try {
                letter.run();
                heldInside = audio.size() + readings.held();
                tellWhatIsOver();
                owes = wasFull || readings.firstOwed() != Long.MAX_VALUE;
            } catch (RuntimeException e) {
                end(new EngineException(ErrorCode.INTERNAL, "The session failed.", e));
            }
        });
    }

    private void tell(LiveEvent event) {
        if (!over.get()) {
            listener.event(event);
        }
    }

    private void tellWhatIsOver() {
        while (!flushes.isEmpty() && readings.firstOwed() > flushes.peek()) {
            flushes.remove();
            tell(new LiveEvent.Flushed());
        }
        if (wasFull && !over.get() && held() < Positions.toSamples(limits.held()) / 2) {
            wasFull = false;
            listener.room();
        }
    }

    /**
     * Takes what came.
     *
     * @param samples mono, 16 kHz, finite; copied
     * @throws EngineException {@link ErrorCode#TOO_LARGE} if it does not wait while {@link #full}
     */
    public void append(float[] samples) {
        long now = means.nanoTime().getAsLong();
        if (held() > 2L * Positions.toSamples(limits.held())) {
            throw new EngineException(
                    ErrorCode.TOO_LARGE,
                    "More than " + 2 * limits.held().toSeconds()
                            + " s of audio wait to be read; wait for the texts of what was sent.");
        }
        lastAudio = now;
        float[] copy = samples.clone();
        unread.addAndGet(copy.length);
        post(() -> {
            unread.addAndGet(-copy.length);
            for (int from = 0; from < copy.length && !over.get(); from += PIECE) {
                hear(Arrays.copyOfRange(copy, from, Math.min(copy.length, from + PIECE)), now);
            }
        });
    }

    private long held() {
        return unread.get() + heldInside;
    }

    /** Whether so much is held that the client should wait; {@link LiveListener#room} is called when that is over. */
    public boolean full() {
        if (held() <= Positions.toSamples(limits.held())) {
            return false;
        }
        post(() -> wasFull = true);
        return true;
    }

    private void hear(float[] piece, long arrived) {
        audio.append(piece);
        if (options.levels()) {
            level.feed(piece);
        }
        if (options.turns().isEmpty()) {
            hearUntilCommitted(arrived);
            return;
        }
        TurnDetection turns = options.turns().get();
        int silence = Positions.toSamples(turns.silence());
        tracker.feed(piece, turns.threshold(), (count, voice) -> {
            switch (endpointer.frame(count, voice, silence)) {
                case STARTED -> begin(endpointer.firstSound(), Positions.toSamples(turns.prefix()));
                case STOPPED -> {
                    tell(new LiveEvent.SpeechStopped(utterances, Positions.toMillis(endpointer.position())));
                    end(Math.min(audio.end(), endpointer.lastSound() + Math.min(silence, TAIL)));
                }
                case NONE -> {}
            }
        });
        if (begun < 0) {
            audio.dropBefore(audio.end() - lead(Positions.toSamples(turns.prefix())) - FOUND_LATE);
            return;
        }
        if (audio.end() - begun >= QuietestCut.LONGEST) {
            cut();
        }
        boolean pause = audio.end() - endpointer.lastSound() >= Math.min(PAUSE, silence / 2);
        if (!pause || !readings.knowsPause(endpointer.lastSound())) {
            grown(pause, arrived);
        }
    }

    private void hearUntilCommitted(long arrived) {
        if (begun < 0) {
            beginQuietly(Math.max(lastEnd, audio.start()));
        }
        if (audio.end() - begun >= Positions.toSamples(limits.held()) / 2) {
            long base = audio.end() - QuietestCut.LONGEST;
            end(base + QuietestCut.in(audio.between(base, audio.end()), QuietestCut.LONGEST));
        } else if (audio.end() - begun < QuietestCut.LONGEST) {
            grown(false, arrived);
        }
    }

    private void grown(boolean pause, long arrived) {
        if (options.partials()) {
            long to = audio.end();
            readings.grown(begun, to, pause, arrived, () -> audio.between(begun, to), options.transcription());
        }
    }

    /** An utterance that begins because the client says so. */
    private void beginQuietly(long from) {
        utterances++;
        begun = from;
        told = from;
        readings.begin(utterances);
    }

    private static int lead(int prefix) {
        return Math.max(prefix, LEAD);
    }

    /**
     * @param prefix what the client is told to be of the utterance before its first sound, in samples
     */
    private void begin(long firstSound, int prefix) {
        long oldest = Math.max(lastEnd, audio.start());
        utterances++;
        begun = Math.max(oldest, firstSound - lead(prefix));
        told = Math.max(oldest, firstSound - prefix);
        audio.dropBefore(begun);
        readings.begin(utterances);
        tell(new LiveEvent.SpeechStarted(utterances, Positions.toMillis(told)));
    }

    private void end(long to) {
        long from = begun;
        begun = -1;
        tell(new LiveEvent.Committed(utterances, Positions.toMillis(told), Positions.toMillis(to)));
        readings.ended(from, to, endpointer.lastSound(), audio.between(from, to), options.transcription());
        audio.dropBefore(to);
        lastEnd = to;
    }

    /** Nobody speaks half a minute without a place that is quieter than the others. */
    private void cut() {
        float[] longest = audio.between(begun, begun + QuietestCut.LONGEST);
        long to = begun + QuietestCut.in(longest, BEST_LENGTH);
        if (to < endpointer.lastSound()) {
            end(to);
            begin(lastEnd, 0);
            return;
        }
        // All that was said lies before it; the silence is long already, only not long enough yet.
        tell(new LiveEvent.SpeechStopped(utterances, Positions.toMillis(to)));
        endpointer.end();
        end(to);
    }

    /** Ends the utterance now, or makes one of what is held. {@link LiveEvent.CommitRefused} is told where that is too little. */
    public void commit() {
        post(() -> {
            long from = begun >= 0 ? begun : Math.max(lastEnd, audio.start());
            if (audio.end() - from < LEAST_COMMIT) {
                tell(new LiveEvent.CommitRefused(Positions.toMillis(audio.end() - from)));
                return;
            }
            if (begun < 0) {
                beginQuietly(from);
            }
            stopNow();
        });
    }

    /** Ends the utterance that is being said, whatever comes next. */
    private void stopNow() {
        if (endpointer.speaking()) {
            tell(new LiveEvent.SpeechStopped(utterances, Positions.toMillis(audio.end())));
        }
        endpointer.end();
        end(audio.end());
    }

    /** Forgets what was not committed yet. */
    public void clear() {
        post(() -> {
            readings.drop();
            endpointer.end();
            begun = -1;
            lastEnd = audio.end();
            audio.dropBefore(audio.end());
            tell(new LiveEvent.Cleared());
        });
    }

    /** No more audio comes for now: ends what is being said; {@link LiveEvent.Flushed} is told when all texts have been. */
    public void flush() {
        post(() -> {
            if (begun >= 0) {
                stopNow();
            }
            flushes.add(utterances);
        });
    }

    /** From now on this is asked for. What is being said goes on, unless it would end in another way from now on; then it ends. */
    public void configure(SessionOptions wanted) {
        post(() -> {
            boolean otherTurns = wanted.turns().isPresent() != options.turns().isPresent();
            if (otherTurns && begun >= 0) {
                stopNow();
            }
            if (!wanted.transcription().equals(options.transcription())) {
                readings.otherWishes();
            }
            if (otherTurns) {
                endpointer = new Endpointer(audio.end());
            }
            options = wanted;
        });
    }

    /** Ends the session where it has been idle, or there, for too long. */
    void endIfOver() {
        long now = means.nanoTime().getAsLong();
        if (!owes && now - lastAudio > limits.idle().toNanos()) {
            end(new EngineException(
                    ErrorCode.DEADLINE, "No audio came for " + limits.idle().toSeconds() + " s."));
        } else if (now - opened > limits.total().toNanos()) {
            end(new EngineException(
                    ErrorCode.DEADLINE, "The session has lasted " + words(limits.total()) + "; open another one."));
        }
    }

    private static String words(Duration duration) {
        return duration.toMinutes() > 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }

    /** Ends the session and says why. */
    void end(EngineException reason) {
        mailbox.post(() -> {
            if (leave()) {
                release(reason);
                listener.ended(reason);
            }
        });
    }

    /** Forgets everything and makes room for another session; nothing is told any more. Once more does nothing. */
    @Override
    public void close() {
        if (leave()) {
            mailbox.post(() -> release(new EngineException(ErrorCode.CLIENT_GONE, "The client went away.")));
        }
    }

    private boolean leave() {
        boolean first = over.compareAndSet(false, true);
        if (first) {
            onClose.run();
        }
        return first;
    }

    private void release(EngineException reason) {
        readings.close(reason);
        tracker.close();
    }
}
