package dev.earshot.engine;

import dev.earshot.audio.AudioException;

/** A recording as windows of at most half a minute, in order. Used by one thread. */
interface Windows {
    /**
     * A stretch of the recording.
     *
     * @param start position of its first sample in the recording
     * @param samples mono, 16 kHz
     * @param speech may hold speech; otherwise the model need not see it
     * @param last the whole recording has been read
     */
    record Window(long start, float[] samples, boolean speech, boolean last) {
        /** Position behind its last sample in the recording. */
        long end() {
            return start + samples.length;
        }
    }

    /** The next window, or null at the end. What lies between two of them holds no speech. */
    Window next() throws AudioException;
}
