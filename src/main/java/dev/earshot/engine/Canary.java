package dev.earshot.engine;

import dev.earshot.engine.ModelLoader.ModelFacts;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A recording that a model must hear before it is used: a file can be sound in structure and still crawl, fail or say nothing.
 */
public final class Canary implements Trial {
    /** What is right for a model. */
    @FunctionalInterface
    public interface Expectation {
        /** The text that this model must write; empty where any text will do. */
        Optional<String> of(ModelFacts model);
    }

    /** Beyond it whisper.cpp takes a text for one that goes round in circles. */
    private static final double MOST_COMPRESSION = 2.4;

    private final float[] clip;
    private final String language;
    private final Duration limit;
    private final Expectation expectation;

    /**
     * @param clip mono, 16 kHz, at most 30 s, with speech
     * @param language that is spoken in it
     * @param limit longest time that it may take
     */
    public Canary(float[] clip, String language, Duration limit, Expectation expectation) {
        this.clip = clip.clone();
        this.language = language;
        this.limit = limit;
        this.expectation = expectation;
    }

    @Override
    public void make(Transcriber transcriber, ModelFacts model) {
        String text = hear(transcriber);
        if (text.isEmpty()) {
            throw refused("it heard nothing in a recording with speech.");
        }
        if (CompressionRatio.of(text) > MOST_COMPRESSION) {
            throw refused("it only repeated itself: \"" + text + "\".");
        }
        Optional<String> expected = expectation.of(model);
        if (expected.isPresent() && !expected.get().equals(text)) {
            throw refused("it heard \"" + text + "\" where \"" + expected.get() + "\" is said.");
        }
    }

    /** A library that can stop is stopped; of another the answer is waited for, and comes too late. */
    private String hear(Transcriber transcriber) {
        Cancellation late = new Cancellation();
        CompletableFuture<Void> watch = new CompletableFuture<>();
        watch.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).exceptionally(timeout -> {
            late.cancel(refused("it took longer than " + limit.toSeconds() + " s for a recording of a few seconds."));
            return null;
        });
        TranscriptionOptions options =
                TranscriptionOptions.builder().language(Optional.of(language)).build();
        try {
            Transcriber.Result result = transcriber.transcribe(clip, options, "", late);
            late.throwIfCancelled();
            return result.segments().stream()
                    .map(Segment::text)
                    .collect(Collectors.joining())
                    .strip();
        } catch (RuntimeException e) {
            late.throwIfCancelled();
            throw refused("it failed on a recording: " + e.getMessage());
        } finally {
            watch.complete(null);
        }
    }

    private static EngineException refused(String why) {
        return new EngineException(ErrorCode.NOT_READY, "The trial before its use went wrong: " + why);
    }
}
