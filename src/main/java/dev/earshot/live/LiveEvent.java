package dev.earshot.live;

import dev.earshot.engine.EmptyReason;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.Transcript;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a session tells. Utterances are counted from 1; times are milliseconds on the session's clock, which is the audio's: 0 is
 * the first sample that came.
 */
public sealed interface LiveEvent {
    /**
     * Somebody speaks.
     *
     * @param startMs where the utterance begins, with what is kept before the first word
     */
    record SpeechStarted(long utterance, long startMs) implements LiveEvent {}

    /**
     * Nobody speaks any more. Its {@link Committed} follows.
     *
     * @param endMs where silence was long enough
     */
    record SpeechStopped(long utterance, long endMs) implements LiveEvent {}

    /** An utterance has ended, in silence or because the client said so, and is read for its {@link Final} now. */
    record Committed(long utterance, long startMs, long endMs) implements LiveEvent {}

    /**
     * What was heard of an utterance so far.
     *
     * @param stable two readings in a row agree on it; begins with what was stable before
     * @param unstable the rest of the latest reading, which may still change
     * @param lagMs since the last of the audio that was read came in
     */
    record Partial(long utterance, String stable, String unstable, long lagMs) implements LiveEvent {
        public Partial {
            Objects.requireNonNull(stable, "stable");
            Objects.requireNonNull(unstable, "unstable");
        }
    }

    /**
     * What was said.
     *
     * @param transcript of the utterance alone: its times count from {@code startMs}
     * @param lagMs since the end of the utterance was known
     */
    record Final(long utterance, Transcript transcript, long startMs, long endMs, long lagMs) implements LiveEvent {
        public Final {
            Objects.requireNonNull(transcript, "transcript");
        }

        /** In one line, without space at the ends. */
        public String text() {
            return transcript.text();
        }

        /** Why there is no text; empty where there is some. */
        public Optional<EmptyReason> emptyReason() {
            return transcript.emptyReason();
        }
    }

    /** What was held and not yet committed is forgotten; an utterance in it gets no {@link Final}. */
    record Cleared() implements LiveEvent {}

    /**
     * There was too little to commit.
     *
     * @param heldMs that was there
     */
    record CommitRefused(long heldMs) implements LiveEvent {}

    /** All that came before {@link LiveSession#flush} has been told. */
    record Flushed() implements LiveEvent {}

    /**
     * How loud it was since the last one.
     *
     * @param rmsDbfs dB relative to full scale; a full-scale sine is -3
     * @param peakDbfs of the largest sample
     */
    record Level(double rmsDbfs, double peakDbfs) implements LiveEvent {}

    /**
     * Something went wrong; the session goes on.
     *
     * @param utterance that gets no {@link Final}; empty where no utterance is lost
     */
    record Failed(OptionalLong utterance, EngineException reason) implements LiveEvent {
        public Failed {
            Objects.requireNonNull(utterance, "utterance");
            Objects.requireNonNull(reason, "reason");
        }
    }
}
