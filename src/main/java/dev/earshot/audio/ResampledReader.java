package dev.earshot.audio;

import static dev.earshot.audio.AudioException.Problem.DECODER_FAILED;
import static dev.earshot.audio.AudioException.Problem.EMPTY;

import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;
import java.util.OptionalLong;

/** What {@link AudioDecoder} hands out: a {@link WavReader}, resampled, with what must be closed behind it. */
final class ResampledReader implements PcmReader {
    private static final int BLOCK = 8 * 1024;

    private final WavReader in;
    private final Closeable opened;
    private final Resampler resampler;
    private final float[] raw = new float[BLOCK];
    private final float[] ready = new float[BLOCK];
    private int from;
    private int to;
    private boolean ended;
    private volatile boolean closed;

    /**
     * Reads the first block at once, so that whatever is wrong from the start is told by the one who opens.
     *
     * @param opened closed with this reader, from any thread; must wake a blocked read
     */
    ResampledReader(WavReader in, String kind, Closeable opened) throws AudioException {
        this.in = in;
        this.opened = opened;
        resampler = in.rate() == SAMPLE_RATE ? null : new Resampler(in.rate());
        if (!fill()) {
            throw new AudioException(EMPTY, "This " + kind + " recording has not one sample of sound.");
        }
    }

    @Override
    public int read(float[] buffer, int offset, int length) throws AudioException {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (closed) {
            throw new AudioException(DECODER_FAILED, "The recording was closed before its end.");
        }
        if (length == 0) {
            return 0;
        }
        if (from == to && !fill()) {
            return -1;
        }
        int count = Math.min(length, to - from);
        System.arraycopy(ready, from, buffer, offset, count);
        from += count;
        return count;
    }

    private boolean fill() throws AudioException {
        from = 0;
        to = resampler == null ? 0 : resampler.pull(ready, 0, ready.length);
        while (to == 0 && !ended) {
            if (resampler == null) {
                to = Math.max(0, in.read(ready, 0, ready.length));
                ended = to == 0;
                continue;
            }
            int count = in.read(raw, 0, raw.length);
            if (count < 0) {
                resampler.finish();
                ended = true;
            } else {
                resampler.push(raw, 0, count);
            }
            to = resampler.pull(ready, 0, ready.length);
        }
        return to > 0;
    }

    @Override
    public OptionalLong expectedSamples() {
        OptionalLong frames = in.totalFrames();
        return frames.isPresent()
                ? OptionalLong.of(Resampler.outputLength(frames.getAsLong(), in.rate()))
                : OptionalLong.empty();
    }

    @Override
    public void close() {
        closed = true;
        try {
            opened.close();
        } catch (IOException e) {
            // it was only read: nothing can be lost, and nobody could do anything about it
        }
    }
}
