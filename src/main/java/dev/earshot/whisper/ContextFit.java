package dev.earshot.whisper;

import dev.earshot.engine.Transcriber;

/**
 * How much of the encoder a window needs. Whisper looks at 30 s whatever the recording's length; a context that follows the
 * length makes a command several times faster. Models were trained on the full one, so a margin is left, contexts below a floor
 * are not used, and what looks wrong is read once more in full.
 *
 * @param marginSeconds silence that the model sees behind the window
 * @param floor least encoder positions, 50 per second
 * @param guarded ends runaway texts and repeats doubtful ones with the full context
 * @param step contexts are multiples of it
 */
public record ContextFit(double marginSeconds, int floor, boolean guarded, int step) {
    private static final int POSITIONS_PER_SECOND = 50;

    /** ggml's kernels compute in blocks of this or less, so that a shorter context saves nothing. */
    private static final int CPU_STEP = 64;

    /** whisper.cpp pads the keys of flash attention to this and CUDA's kernels need it; padding would be attended to. */
    private static final int GPU_STEP = 256;

    /** Beyond it, a text repeats itself; OpenAI's threshold. */
    private static final double MOST_COMPRESSION = 2.4;

    /** Fast talkers say seven words a second, and some scripts take three tokens a character. */
    private static final int TOKENS_PER_SECOND = 20;

    private static final int TOKENS_BESIDES = 24;

    public ContextFit {
        if (!(marginSeconds >= 0 && marginSeconds <= 30) || floor < 0 || floor > Transcriber.FULL_CONTEXT) {
            throw new IllegalArgumentException("The context's margin must be 0 to 30 s and its floor 0 to "
                    + Transcriber.FULL_CONTEXT + " positions, not " + marginSeconds + " s and " + floor
                    + " (earshot.engine.context-margin, context-floor).");
        }
    }

    /** On the processor. */
    public ContextFit(double marginSeconds, int floor, boolean guarded) {
        this(marginSeconds, floor, guarded, CPU_STEP);
    }

    /** The same for a model on a GPU. */
    ContextFit onGpu() {
        return new ContextFit(marginSeconds, floor, guarded, GPU_STEP);
    }

    /** Encoder positions for a window; {@link Transcriber#FULL_CONTEXT} where fitting saves nothing. */
    int positions(int samples) {
        double seconds = samples / 16_000.0 + marginSeconds;
        int needed = Math.max(floor, (int) Math.ceil(seconds * POSITIONS_PER_SECOND));
        return Math.min(Transcriber.FULL_CONTEXT, (needed + step - 1) / step * step);
    }

    /** More tokens than this cannot have been said in the window. */
    int tokenCap(int samples) {
        return guarded ? TOKENS_BESIDES + (int) Math.ceil(samples / 16_000.0 * TOKENS_PER_SECOND) : 0;
    }

    /**
     * Whether a text that was read with a fitted context should be read again.
     *
     * @param capped it had to be ended
     * @param compression its ratio
     * @param avgLogprob the least sure segment's, 0 without one
     * @param logprobThreshold below it the caller takes a text for a guess
     */
    boolean doubts(boolean capped, double compression, double avgLogprob, double logprobThreshold) {
        return guarded && (capped || compression > MOST_COMPRESSION || avgLogprob < logprobThreshold);
    }
}
