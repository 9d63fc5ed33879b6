package dev.earshot.whisper;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What native code says of a run.
 *
 * @param status whisper.cpp's; 0 is good
 * @param aborted it was told to stop
 * @param capped a sequence was ended because it had more tokens than was allowed
 * @param language whisper.cpp's number of the language, given or detected; -1 if unknown
 * @param languageProbabilities by that number; empty where none was detected
 * @param segments in time order
 */
record NativeOutcome(
        int status,
        boolean aborted,
        boolean capped,
        int language,
        float[] languageProbabilities,
        List<NativeSegment> segments) {

    /**
     * A segment; times in units of 10 ms from the start of the window.
     *
     * @param temperature the one it was drawn at
     * @param text UTF-8
     */
    record NativeSegment(
            long from, long to, float noSpeech, float temperature, byte[] text, List<NativeToken> tokens) {}

    /**
     * A token that is text; times in units of 10 ms, -1 where none were asked for.
     *
     * @param dtw the moment by alignment heads, -1 without them
     * @param text UTF-8, which it may cut
     */
    record NativeToken(int id, float probability, float logProbability, long from, long to, long dtw, byte[] text) {}

    static NativeOutcome read(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int layout = from.getInt();
        if (layout != NativeOptions.LAYOUT) {
            throw new IllegalStateException(
                    "The native library speaks layout " + layout + ", this application " + NativeOptions.LAYOUT);
        }
        int status = from.getInt();
        boolean aborted = from.getInt() != 0;
        boolean capped = from.getInt() != 0;
        int language = from.getInt();
        float[] probabilities = new float[from.getInt()];
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = from.getFloat();
        }
        return new NativeOutcome(status, aborted, capped, language, probabilities, segments(from));
    }

    /** What {@link NativeWhisper#foundSoFar} gives. */
    static List<NativeSegment> readSegments(byte[] bytes) {
        return segments(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    private static List<NativeSegment> segments(ByteBuffer from) {
        int count = from.getInt();
        List<NativeSegment> segments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            segments.add(new NativeSegment(
                    from.getLong(), from.getLong(), from.getFloat(), from.getFloat(), bytes(from), tokens(from)));
        }
        return segments;
    }

    private static List<NativeToken> tokens(ByteBuffer from) {
        int count = from.getInt();
        List<NativeToken> tokens = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tokens.add(new NativeToken(
                    from.getInt(),
                    from.getFloat(),
                    from.getFloat(),
                    from.getLong(),
                    from.getLong(),
                    from.getLong(),
                    bytes(from)));
        }
        return tokens;
    }

    private static byte[] bytes(ByteBuffer from) {
        byte[] bytes = new byte[from.getInt()];
        from.get(bytes);
        return bytes;
    }
}
