package dev.earshot.whisper;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.Segment;
import dev.earshot.engine.Transcriber;
import dev.earshot.engine.TranscriptionOptions;
import io.github.givimad.whisperjni.WhisperContext;
import io.github.givimad.whisperjni.WhisperJNI;
import io.github.givimad.whisperjni.WhisperState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One decoding state on a shared context. Used by one thread. */
final class WhisperTranscriber implements Transcriber {
    /** whisper.cpp 1.7.1 answers nothing at all for up to a second of audio, silently. */
    private static final int SHORTEST_SAMPLES = 17_600;

    private static final int LONGEST_SAMPLES = 30 * 16_000;

    /** What models trained on subtitles write for silence. */
    private static final String BLANK = "[BLANK_AUDIO]";

    private final WhisperJNI whisper;
    private final WhisperContext context;
    private final WhisperState state;
    private final int threads;
    private boolean closed;

    WhisperTranscriber(WhisperJNI whisper, WhisperContext context, int threads) {
        this.whisper = whisper;
        this.context = context;
        this.threads = threads;
        this.state = whisper.initState(context);
        if (state == null) {
            throw new EngineException(
                    ErrorCode.NOT_READY,
                    "whisper.cpp could not make a decoding state; there may not be enough memory.");
        }
    }

    @Override
    public Result transcribe(float[] samples, TranscriptionOptions options, String prompt, Cancellation cancellation) {
        checkOpen();
        checkSamples(samples);
        cancellation.throwIfCancelled();
        float[] padded = samples.length < SHORTEST_SAMPLES ? Arrays.copyOf(samples, SHORTEST_SAMPLES) : samples;
        int status = whisper.fullWithState(
                context, state, ParameterMapper.map(options, prompt, threads), padded, padded.length);
        if (status != 0) {
            throw new EngineException(
                    ErrorCode.INTERNAL, "whisper.cpp gave up on a window with status " + status + ".");
        }
        return Result.plain(segments(samples.length * 1000L / 16_000), options);
    }

    /** Native code reads what it is told to; a wrong array would end the process. */
    private static void checkSamples(float[] samples) {
        if (samples.length == 0 || samples.length > LONGEST_SAMPLES) {
            throw new IllegalArgumentException("a window of " + samples.length + " samples");
        }
        for (float sample : samples) {
            if (!Float.isFinite(sample)) {
                throw new EngineException(ErrorCode.BAD_SAMPLES, "The recording holds samples that are not numbers.");
            }
        }
    }

    private List<Segment> segments(long lengthMs) {
        List<Segment> segments = new ArrayList<>();
        int count = whisper.fullNSegmentsFromState(state);
        for (int i = 0; i < count; i++) {
            String text = whisper.fullGetSegmentTextFromState(state, i);
            if (text.isBlank() || text.strip().equals(BLANK)) {
                continue;
            }
            // Times beyond the audio, and the -100728 that 1.7.1 gives where it has none, are pulled onto the time
            // line.
            long start = clamp(whisper.fullGetSegmentTimestamp0FromState(state, i) * 10, 0, lengthMs);
            long end = clamp(whisper.fullGetSegmentTimestamp1FromState(state, i) * 10, start, lengthMs);
            segments.add(new Segment(start, end, text));
        }
        return segments;
    }

    private static long clamp(long value, long least, long most) {
        return Math.max(least, Math.min(most, value));
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the decoding state is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            state.close();
        }
    }
}
