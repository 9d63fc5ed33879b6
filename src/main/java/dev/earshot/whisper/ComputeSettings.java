package dev.earshot.whisper;

import java.util.function.IntSupplier;

/**
 * How a model is computed.
 *
 * @param threads of a lane
 * @param gpu computes on the GPU where library and machine have one
 * @param gpuDevice which one, from 0
 * @param flashAttention encodes faster and decodes a little slower; our own library only
 * @param fit how much of the encoder short windows use; our own library only
 * @param threadsNow asked before each window, since a hot board should compute with fewer
 */
public record ComputeSettings(
        int threads, boolean gpu, int gpuDevice, boolean flashAttention, ContextFit fit, IntSupplier threadsNow) {
    /** Beyond the cores they only wait for each other. */
    public static final int MOST_THREADS = 64;

    /** With as many threads for every window. */
    public ComputeSettings(int threads, boolean gpu, int gpuDevice, boolean flashAttention, ContextFit fit) {
        this(threads, gpu, gpuDevice, flashAttention, fit, () -> threads);
    }

    public ComputeSettings {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new IllegalArgumentException("A lane computes with 1 to " + MOST_THREADS + " threads, not " + threads
                    + " (earshot.engine.threads).");
        }
        if (gpuDevice < 0) {
            throw new IllegalArgumentException("GPUs are counted from 0, so there is none with the number " + gpuDevice
                    + " (earshot.engine.gpu-device).");
        }
    }
}
