package dev.earshot.whisper;

/**
 * The native methods of our own library, in {@code native-libs/src/own_natives.cpp}. Handles are numbers that are never given
 * out twice; 0 says that whisper.cpp refused. Closing waits for what runs. All methods may be called from any thread, and
 * throw {@link RuntimeException} with the library's words.
 */
final class NativeWhisper {
    private NativeWhisper() {}

    /** What is in use, UTF-8, a {@code key=value} a line: version, commit, cpu, system_info, device, gpu_note. */
    static native byte[] describe();

    /**
     * Reads the weights of a model, which was checked before.
     *
     * @param path UTF-8
     * @param gpuDevice which one, from 0
     * @param alignmentHeads whisper.cpp's number of the heads that time words by DTW, 0 for none; excludes flash attention
     */
    static native long openModel(byte[] path, boolean gpu, int gpuDevice, boolean flashAttention, int alignmentHeads);

    static native void closeModel(long model);

    static native long openState(long model);

    static native void closeState(long state);

    /**
     * Recognises the speech in a window. Blocks.
     *
     * @param number of the run: counts up on each state, from 1
     * @param options as {@link NativeOptions} writes them
     * @param samples mono, 16 kHz, finite
     * @return as {@link NativeOutcome} reads it
     */
    static native byte[] run(long state, long number, byte[] options, float[] samples);

    /** Stops runs up to this number, also those that have not begun. */
    static native void abort(long state, long number);

    /** Percent of the run in progress. */
    static native int progress(long state);

    /** Segments found so far by the run in progress, as {@link NativeOutcome} reads them. */
    static native byte[] foundSoFar(long state);

    /** @param path UTF-8 */
    static native long openSpeechModel(byte[] path, int threads);

    static native void closeSpeechModel(long model);

    /** The probability of speech in each 512 samples, the last ones padded with silence. */
    static native float[] speechProbabilities(long model, float[] samples);

    /** The same for samples that follow those that this model was asked about last. */
    static native float[] nextSpeechProbabilities(long model, float[] samples);
}
