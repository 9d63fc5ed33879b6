package dev.earshot.audio;

import java.util.OptionalLong;

/**
 * A stream of decoded samples: mono, 16 kHz, nominally in -1..1, every one a finite number.
 *
 * <p>One thread reads. {@link #close()} may be called from any thread, any number of times; a read that is
 * blocked then ends with an {@link AudioException} or the end of the stream.
 */
public interface PcmReader extends AutoCloseable {
    /** Samples per second of every reader. */
    int SAMPLE_RATE = 16_000;

    /**
     * Fills {@code buffer[offset .. offset + length)} as far as samples are at hand; blocks for at least one.
     *
     * @return how many samples were written, or -1 at the end of the recording
     * @throws AudioException if the recording turns out to be damaged, too long or not decodable
     */
    int read(float[] buffer, int offset, int length) throws AudioException;

    /** The length of the whole recording in samples, where its header tells. */
    OptionalLong expectedSamples();

    @Override
    void close();
}
