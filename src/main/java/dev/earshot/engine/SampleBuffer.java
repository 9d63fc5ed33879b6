package dev.earshot.engine;

import dev.earshot.audio.AudioException;
import dev.earshot.audio.PcmReader;
import dev.earshot.audio.SpeechGate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Slides over a recording: holds the next half a minute of it and a sample, which tells whether there is more. Its memory
 * grows with the recording, since most are far shorter. Used by one thread.
 */
final class SampleBuffer {
    /** The longest window: what Whisper's encoder sees at once. */
    static final int LONGEST_SECONDS = 30;

    /** The same in samples. */
    static final int LONGEST = LONGEST_SECONDS * PcmReader.SAMPLE_RATE;

    private static final int CAPACITY = LONGEST + 1;

    /** Four seconds: most commands, and a quarter of a megabyte. */
    private static final int FIRST = 4 * PcmReader.SAMPLE_RATE;

    private final PcmReader pcm;
    private float[] samples = new float[FIRST];
    private int filled;
    private long position;
    private long samplesLeft;
    private boolean ended;

    SampleBuffer(PcmReader pcm, Duration offset, Optional<Duration> length) throws AudioException {
        this.pcm = pcm;
        this.samplesLeft = length.map(SampleBuffer::toSamples).orElse(Long.MAX_VALUE);
        skip(toSamples(offset));
    }

    private static long toSamples(Duration duration) {
        return duration.toMillis() * PcmReader.SAMPLE_RATE / 1000;
    }

    private void skip(long count) throws AudioException {
        while (position < count) {
            int read = pcm.read(samples, 0, (int) Math.min(samples.length, count - position));
            if (read < 0) {
                ended = true;
                return;
            }
            position += read;
        }
    }

    /** Reads until it is full or the recording ends. */
    void fill() throws AudioException {
        while (!ended && filled < CAPACITY) {
            if (filled == samples.length) {
                samples = Arrays.copyOf(samples, Math.min(CAPACITY, 2 * filled));
            }
            int want = (int) Math.min(samples.length - filled, samplesLeft);
            int read = want == 0 ? -1 : pcm.read(samples, filled, want);
            if (read < 0) {
                ended = true;
            } else {
                filled += read;
                samplesLeft -= read;
            }
        }
    }

    /** Position of the first sample here in the recording. */
    long position() {
        return position;
    }

    /** Samples at hand. */
    int size() {
        return filled;
    }

    boolean full() {
        return filled == CAPACITY;
    }

    /** Whether everything that is left is here. */
    boolean ended() {
        return ended;
    }

    /** As {@link SpeechGate#frameLevels}. */
    float[] frameLevels(int from, int to) {
        return SpeechGate.frameLevels(samples, from, to);
    }

    float[] copy(int from, int to) {
        return Arrays.copyOfRange(samples, from, to);
    }

    /** Forgets the first so many samples. */
    void drop(int count) {
        System.arraycopy(samples, count, samples, 0, filled - count);
        filled -= count;
        position += count;
    }
}
