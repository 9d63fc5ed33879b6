package dev.earshot.planning;

import dev.earshot.model.ModelHeader;

/**
 * What one lane's graphs take, in bytes: the sizes of whisper.cpp's buffers, which its log tells, as a formula. They hold the tensors
 * that are alive at the same time, in single precision.
 */
final class WorkingMemory {
    private static final int SINGLE = 4;
    private static final int HALF = 2;

    /** Half a minute has so many samples, and the recording of it twice as many frames as the encoder has positions. */
    private static final long SAMPLES = 480_000;

    /** Each of four graphs has room for 4096 tensors' descriptions, whatever it needs. */
    private static final long GRAPHS = 4 * 1_590_000L;

    /** For each token and hypothesis its probability three times, and once with its number for sorting. */
    private static final int SCORES = 3 * SINGLE + 16;

    private WorkingMemory() {}

    static long bytes(ModelHeader header, boolean flashAttention) {
        long positions = header.audioContext();
        long width = header.audioWidth();
        long attention = positions * positions * header.audioHeads();
        // Two convolutions with what they unfold; the first of twice as many positions, and of all frequencies.
        long convolutions = 16 * positions * width + 20 * positions * header.mels();
        long encoder = flashAttention ? 28 * positions * width : 16 * positions * width + SINGLE * attention;
        long towardsDecoder = SINGLE * positions * width;
        // Where a row is multiplied in another type than its own, a copy of all rows in that type.
        long copies = Math.max(4 * positions * width * HALF, flashAttention ? 0 : HALF * attention);
        long spectrum = SAMPLES * SINGLE + 6 * positions * header.mels() * SINGLE;
        return convolutions + encoder + towardsDecoder + copies + spectrum + GRAPHS + hypothesis(header);
    }

    /** The least prompt has a handful of tokens; their scores stand in the graph and in a copy. */
    static long prompt(ModelHeader header, int tokens) {
        return 2L * tokens * header.vocabulary() * SINGLE;
    }

    /** Scores of one hypothesis. */
    static long hypothesis(ModelHeader header) {
        return (long) header.vocabulary() * SCORES;
    }
}
