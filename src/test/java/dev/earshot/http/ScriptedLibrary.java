package dev.earshot.http;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.Capabilities;
import dev.earshot.engine.CompressionRatio;
import dev.earshot.engine.DetectedLanguage;
import dev.earshot.engine.LibraryFacts;
import dev.earshot.engine.ModelLoader;
import dev.earshot.engine.Segment;
import dev.earshot.engine.SegmentStatistics;
import dev.earshot.engine.Token;
import dev.earshot.engine.Transcriber;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.engine.Word;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A library that can do everything and always hears the same two sentences. It writes down what it was asked in the text,
 * so that callers of the service see it.
 */
@Alternative
@Singleton
public class ScriptedLibrary implements ModelLoader, ModelLoader.LoadedModel {
    /** A prompt with which a fitted context goes wrong. */
    static final String TRAP = "trap";

    /** A prompt that takes a while. */
    static final String SLOW = "slow";

    static final long SLOW_MS = 300;

    static final int FITTED = 512;

    @Override
    public LoadedModel load() {
        return this;
    }

    @Override
    public ModelFacts facts() {
        return new ModelFacts(
                "scripted",
                "tiny",
                "q8_0",
                1,
                Optional.empty(),
                99,
                true,
                new LibraryFacts(
                        "scripted-gpu",
                        "whisper.cpp 1.9.1",
                        "CPU : NEON = 1",
                        List.of("CUDA0", "CPU"),
                        Optional.of("the GPU is an idea")),
                Capabilities.OWN);
    }

    @Override
    public Transcriber open() {
        return new Transcriber() {
            @Override
            public Result transcribe(
                    float[] samples, TranscriptionOptions options, String prompt, Cancellation cancellation) {
                if (prompt.equals(SLOW)) {
                    sleep();
                }
                boolean guarded = options.fitContext() && prompt.equals(TRAP);
                int asked = options.audioContext() == 0 ? FULL_CONTEXT : options.audioContext();
                return new Result(
                        List.of(
                                segment(0, " languages " + options.languages(), options),
                                segment(1000, " language " + options.language().orElse("open"), options)),
                        options.language().isPresent() ? Optional.empty() : Optional.of(detected()),
                        options.fitContext() && !guarded ? FITTED : asked,
                        guarded);
            }

            @Override
            public void close() {}
        };
    }

    private static void sleep() {
        try {
            Thread.sleep(SLOW_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One token for all of the text, two words. */
    private static Segment segment(long startMs, String text, TranscriptionOptions options) {
        int gap = text.indexOf(' ', 1);
        List<Word> words = List.of(
                new Word(startMs, startMs + 400, text.substring(0, gap), 0.75),
                new Word(startMs + 400, startMs + 900, text.substring(gap), 0.5));
        return new Segment(
                startMs,
                startMs + 900,
                text,
                Optional.of(new SegmentStatistics(-0.25, 0.125, CompressionRatio.of(text), 0)),
                List.of(new Token(7, text.getBytes(StandardCharsets.UTF_8), -0.5)),
                options.wordTimes() ? words : List.of());
    }

    private static DetectedLanguage detected() {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        probabilities.put("tr", 0.75);
        probabilities.put("de", 0.25);
        probabilities.put("en", 0.0001);
        return new DetectedLanguage("tr", probabilities);
    }

    @Override
    public void close() {}
}
