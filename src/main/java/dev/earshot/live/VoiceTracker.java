package dev.earshot.live;

/** Tells speech from everything else while it comes. Used by one thread at a time. */
interface VoiceTracker extends AutoCloseable {
    /** Gets one verdict after the other, without gaps. */
    @FunctionalInterface
    interface Sink {
        /** @param samples that the verdict is about, the next ones */
        void frame(int samples, Voice voice);
    }

    /**
     * @param samples mono, 16 kHz, finite; what makes no whole frame waits for the next ones
     * @param threshold 0..1, as {@link TurnDetection#threshold}
     */
    void feed(float[] samples, double threshold, Sink sink);

    @Override
    default void close() {
        // Most hold nothing.
    }
}
