package dev.earshot.whisper;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.CompressionRatio;
import dev.earshot.engine.DetectedLanguage;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.Languages;
import dev.earshot.engine.Segment;
import dev.earshot.engine.Transcriber;
import dev.earshot.engine.TranscriptionOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/** One decoding state of our own library, on shared weights. Used by one thread; a run is aborted from any. */
final class OwnTranscriber implements Transcriber {
    private final IntSupplier threads;
    private final ContextFit fit;
    private final long state;
    private long runs;
    private boolean closed;

    /**
     * @param model handle of the weights
     * @param threads to compute with, asked before each run
     */
    OwnTranscriber(long model, IntSupplier threads, ContextFit fit) {
        this.threads = threads;
        this.fit = fit;
        this.state = NativeWhisper.openState(model);
        if (state == 0) {
            throw new EngineException(
                    ErrorCode.NOT_READY,
                    "whisper.cpp could not make a decoding state; there may not be enough memory.");
        }
    }

    @Override
    public Result transcribe(float[] samples, TranscriptionOptions options, String prompt, Cancellation cancellation) {
        if (closed) {
            throw new IllegalStateException("the decoding state is closed");
        }
        float[] padded = WindowSamples.checked(samples);
        long lengthMs = WindowSamples.milliseconds(samples);
        int fitted = options.fitContext() ? fit.positions(padded.length) : FULL_CONTEXT;
        if (fitted < FULL_CONTEXT) {
            // A guess is read again in full, so it need not be read warmer first.
            NativeOutcome first = run(
                    new NativeOptions(
                            options, prompt, threads.getAsInt(), fitted, firstIncrement(options), cap(padded)),
                    padded,
                    cancellation);
            Result result = result(first, options, lengthMs, fitted, false);
            if (!options.secondReading() || !doubts(first, result, options)) {
                return result;
            }
        }
        NativeOutcome outcome = run(
                new NativeOptions(
                        options,
                        prompt,
                        threads.getAsInt(),
                        options.audioContext(),
                        options.temperatureIncrement(),
                        cap(padded)),
                padded,
                cancellation);
        int context = options.audioContext() == 0 ? FULL_CONTEXT : options.audioContext();
        return result(outcome, options, lengthMs, context, fitted < FULL_CONTEXT);
    }

    private float firstIncrement(TranscriptionOptions options) {
        return fit.guarded() ? 0 : options.temperatureIncrement();
    }

    private int cap(float[] samples) {
        return fit.tokenCap(samples.length);
    }

    private boolean doubts(NativeOutcome outcome, Result result, TranscriptionOptions options) {
        String text =
                String.join("", result.segments().stream().map(Segment::text).toList());
        double leastSure = result.segments().stream()
                .flatMap(segment -> segment.statistics().stream())
                .mapToDouble(statistics -> statistics.avgLogprob())
                .min()
                .orElse(0);
        return fit.doubts(outcome.capped(), CompressionRatio.of(text), leastSure, options.logprobThreshold());
    }

    private NativeOutcome run(NativeOptions options, float[] samples, Cancellation cancellation) {
        long number = ++runs;
        try (Cancellation.Registration stop = cancellation.onCancel(() -> NativeWhisper.abort(state, number))) {
            cancellation.throwIfCancelled();
            NativeOutcome outcome = NativeOutcome.read(NativeWhisper.run(state, number, options.bytes(), samples));
            cancellation.throwIfCancelled();
            if (outcome.status() != 0) {
                throw new EngineException(
                        ErrorCode.INTERNAL, "whisper.cpp gave up on a window with status " + outcome.status() + ".");
            }
            return outcome;
        }
    }

    private static Result result(
            NativeOutcome outcome, TranscriptionOptions options, long lengthMs, int context, boolean repeated) {
        Optional<DetectedLanguage> detected = detected(outcome);
        String language =
                detected.map(DetectedLanguage::code).or(options::language).orElse("en");
        List<Segment> segments = NativeSegments.read(outcome.segments(), language, lengthMs, options.wordTimes());
        return new Result(segments, detected, context, repeated);
    }

    private static Optional<DetectedLanguage> detected(NativeOutcome outcome) {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        for (int i = 0; i < outcome.languageProbabilities().length; i++) {
            float probability = outcome.languageProbabilities()[i];
            if (probability > 0) {
                Languages.codeOf(i).ifPresent(code -> probabilities.put(code, (double) probability));
            }
        }
        return Languages.codeOf(outcome.language())
                .filter(probabilities::containsKey)
                .map(code -> new DetectedLanguage(code, probabilities));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            NativeWhisper.closeState(state);
        }
    }
}
