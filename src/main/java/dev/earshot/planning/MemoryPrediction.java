package dev.earshot.planning;

import dev.earshot.device.Amounts;
import dev.earshot.model.ModelDescription;
import dev.earshot.model.ModelHeader;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How much memory a model will take, before it is loaded: what whisper.cpp 1.9.1 allocates for a header, as its source says it
 * (src/whisper.cpp: whisper_model_load, whisper_init_state and the graphs), in so far as it is touched. The process that holds it
 * comes on top.
 *
 * @param parts in the order in which they are taken
 */
public record MemoryPrediction(List<Part> parts) {
    /**
     * One thing that takes memory.
     *
     * @param always false for what only some requests need: long prompts, and several hypotheses at a time
     */
    public record Part(String what, long bytes, boolean always) {}

    /** whisper.cpp keeps its caches in half precision, and rounds their length up to this. */
    private static final int HALF = 2;

    private static final int CACHE_STEP = 256;

    /** Two maps, from text to number and back, with a node and a string for each: 80 bytes apiece from malloc. */
    private static final int VOCABULARY_ENTRY = 160;

    /** Start, language, task and the first time. */
    private static final int LEAST_PROMPT = 4;

    /** What a request may ask for at most, and by how many more whisper.cpp makes room for that. */
    private static final int MOST_HYPOTHESES = 8;

    private static final int SPARE_HYPOTHESES = 2;

    public MemoryPrediction {
        parts = List.copyOf(parts);
    }

    public static MemoryPrediction of(ModelDescription model, Computing how) {
        ModelHeader header = model.header();
        int lanes = how.lanes();
        long text = cache(header, header.textLayers(), header.textContext());
        long heard = cache(header, header.textLayers(), header.audioContext());
        long working = WorkingMemory.bytes(header, how.flashAttention()) + WorkingMemory.prompt(header, LEAST_PROMPT);
        long prompt = WorkingMemory.prompt(header, header.textContext() / 2);
        long hypotheses = (MOST_HYPOTHESES + SPARE_HYPOTHESES - 1) * text
                + (MOST_HYPOTHESES - 1) * WorkingMemory.hypothesis(header);
        return new MemoryPrediction(List.of(
                new Part("weights", model.sizeBytes(), true),
                new Part("vocabulary", (long) header.vocabulary() * VOCABULARY_ENTRY, true),
                new Part("what was heard", lanes * (heard + cache(header, 1, header.audioContext())), true),
                new Part("what was written", lanes * text, true),
                new Part("computing", lanes * working, true),
                new Part("long prompts", lanes * prompt, false),
                new Part("several hypotheses", lanes * hypotheses, false)));
    }

    /** Keys and values of so many layers and positions. */
    private static long cache(ModelHeader header, int layers, int positions) {
        return 2L * HALF * header.textWidth() * layers * padded(positions);
    }

    private static int padded(int positions) {
        return (positions + CACHE_STEP - 1) / CACHE_STEP * CACHE_STEP;
    }

    /** Bytes that it takes as soon as it has transcribed half a minute. */
    public long usual() {
        return parts.stream().filter(Part::always).mapToLong(Part::bytes).sum();
    }

    /** Bytes that it takes at most, whatever requests ask for. */
    public long most() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    /** {@code weights 78 MiB, vocabulary 8 MiB, ...}. */
    public String inWords() {
        return parts.stream()
                .map(part -> part.what() + " " + Amounts.bytes(part.bytes()))
                .collect(Collectors.joining(", "));
    }
}
