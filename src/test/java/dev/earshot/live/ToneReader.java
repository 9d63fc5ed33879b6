package dev.earshot.live;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.DetectedLanguage;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.Segment;
import dev.earshot.engine.Task;
import dev.earshot.engine.Transcript;
import dev.earshot.engine.TranscriptionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Understands a language of tones: a word is 0.3 s of one, its loudness is its name; a shorter one is half a word. */
final class ToneReader implements UtteranceReader {
    /** One reading. */
    record Call(TranscriptionOptions options, Cancellation cancellation) {}

    private static final int BLOCK = 160;
    private static final int WORD_BLOCKS = 28;

    final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile EngineException failure;
    private volatile Optional<String> known = Optional.empty();
    private volatile Optional<DetectedLanguage> detected = Optional.empty();

    /** 0.3 s of a tone and a gap. */
    static float[] word(int name, double gapSeconds) {
        float[] samples = new float[4800 + (int) (gapSeconds * 16_000)];
        for (int i = 0; i < 4800; i++) {
            samples[i] = (float) (name / 20.0 * Math.sin(2 * Math.PI * 1000 * i / 16_000));
        }
        return samples;
    }

    static float[] silence(double seconds) {
        return new float[(int) (seconds * 16_000)];
    }

    static float[] join(List<float[]> parts) {
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** From now on nothing can be read; null ends that. */
    void failWith(EngineException reason) {
        failure = reason;
    }

    void detect(String language, double probability) {
        detected = Optional.of(new DetectedLanguage(language, Map.of(language, probability)));
    }

    /** Another model, as it were. */
    void knowOnly(String language) {
        known = Optional.of(language);
        detected = Optional.empty();
    }

    @Override
    public Transcript read(float[] samples, TranscriptionOptions options, Cancellation cancellation) {
        calls.add(new Call(options, cancellation));
        if (failure != null) {
            throw failure;
        }
        if (known.isPresent() && options.language().isPresent() && !known.equals(options.language())) {
            throw new EngineException(ErrorCode.BAD_REQUEST, "The model does not know the language.");
        }
        String text = text(samples);
        List<Segment> segments = text.isEmpty() ? List.of() : List.of(new Segment(0, samples.length / 16, " " + text));
        return new Transcript(
                Task.TRANSCRIBE,
                options.language(),
                options.language().isPresent() ? Optional.empty() : detected,
                Duration.ofMillis(samples.length / 16),
                segments,
                new Transcript.Cost(1, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, 1500, 0, List.of()));
    }

    static String text(float[] samples) {
        List<String> words = new ArrayList<>();
        int blocks = 0;
        double peak = 0;
        for (int from = 0; from <= samples.length; from += BLOCK) {
            double loudest = 0;
            for (int i = from; i < Math.min(samples.length, from + BLOCK); i++) {
                loudest = Math.max(loudest, Math.abs(samples[i]));
            }
            if (loudest > 0.02) {
                blocks++;
                peak = Math.max(peak, loudest);
            } else if (blocks > 0) {
                words.add(blocks < WORD_BLOCKS ? "half" : "w" + Math.round(peak * 20));
                blocks = 0;
                peak = 0;
            }
        }
        return String.join(" ", words);
    }
}
