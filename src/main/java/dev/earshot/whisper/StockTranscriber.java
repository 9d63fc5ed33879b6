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
import java.util.List;
import java.util.function.IntSupplier;

/** One decoding state of the bundled library, on a shared context. Used by one thread. */
final class StockTranscriber implements Transcriber {
    private final WhisperJNI whisper;
    private final WhisperContext context;
    private final WhisperState state;
    private final IntSupplier threads;
    private boolean closed;

    StockTranscriber(WhisperJNI whisper, WhisperContext context, IntSupplier threads) {
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
        float[] padded = WindowSamples.checked(samples);
        cancellation.throwIfCancelled();
        int status = whisper.fullWithState(
                context, state, ParameterMapper.map(options, prompt, threads.getAsInt()), padded, padded.length);
        if (status != 0) {
            throw new EngineException(
                    ErrorCode.INTERNAL, "whisper.cpp gave up on a window with status " + status + ".");
        }
        return Result.plain(segments(WindowSamples.milliseconds(samples)), options);
    }

    private List<Segment> segments(long lengthMs) {
        List<Segment> segments = new ArrayList<>();
        int count = whisper.fullNSegmentsFromState(state);
        for (int i = 0; i < count; i++) {
            String text = whisper.fullGetSegmentTextFromState(state, i);
            if (!SegmentRules.saysNothing(text)) {
                long start = SegmentRules.time(whisper.fullGetSegmentTimestamp0FromState(state, i), 0, lengthMs);
                long end = SegmentRules.time(whisper.fullGetSegmentTimestamp1FromState(state, i), start, lengthMs);
                segments.add(new Segment(start, end, text));
            }
        }
        return segments;
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
