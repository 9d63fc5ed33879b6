package dev.earshot.audio;

import static dev.earshot.audio.AudioException.Problem.DECODER_FAILED;
import static dev.earshot.audio.AudioException.Problem.EMPTY;
import static dev.earshot.audio.AudioException.Problem.NOT_NUMBERS;
import static dev.earshot.audio.AudioException.Problem.TOO_LONG;
import static dev.earshot.audio.AudioException.Problem.UNREADABLE;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The samples behind a {@link WavHeader} as one channel at the file's own rate, the mean of its channels. Holds one
 * block of a few dozen kilobytes, however long the recording. A last frame that is not complete is dropped: it is
 * less than one sample.
 *
 * <p>Used by one thread at a time.
 */
final class WavReader {
    /**
     * 18 dB above full scale. Honest float recordings pass it never; a file of 16-bit values stored as floats does
     * at once, and would be mistaken for noise if it were clipped.
     */
    static final float LIMIT = 8;

    /** Two blocks of FLAC: a damaged one is left out by the decoder, and the rest is worth having. */
    static final int TOLERATED_LOSS = 8_192;

    private static final int BLOCK_BYTES = 32 * 1024;
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final InputStream in;
    private final String kind;
    private final SampleEncoding encoding;
    private final int channels;
    private final int rate;
    private final int frameBytes;
    private final boolean decoded;
    private final Duration maxDuration;
    private final long maxFrames;
    private final long totalFrames;
    private final byte[] block;
    private final float[] samples;
    private long frames;

    private WavReader(
            InputStream in, WavHeader header, String kind, Duration maxDuration, boolean decoded, long promised)
            throws AudioException {
        this.in = in;
        this.kind = kind;
        this.maxDuration = maxDuration;
        this.decoded = decoded;
        encoding = header.format().encoding().orElseThrow();
        channels = header.format().channels();
        rate = header.format().rate();
        frameBytes = header.format().frameBytes();
        totalFrames = promised;
        maxFrames = (long) (maxDuration.toNanos() * 1e-9 * rate);
        if (totalFrames == 0) {
            throw new AudioException(EMPTY, "This " + kind + " recording has a header, but not one sample.");
        }
        if (totalFrames != UNKNOWN && totalFrames > maxFrames) {
            throw tooLong(Wording.duration((double) totalFrames / rate) + " long");
        }
        int blockFrames = BLOCK_BYTES / frameBytes;
        block = new byte[blockFrames * frameBytes];
        samples = new float[blockFrames * channels];
    }

    /** Reads a WAV file, whose header has been compared with its length. */
    static WavReader ofFile(InputStream in, WavHeader header, String kind, Duration maxDuration) throws AudioException {
        long bytes = header.dataBytes();
        long frames = bytes == WavHeader.TO_THE_END
                ? UNKNOWN
                : bytes / header.format().frameBytes();
        return new WavReader(in, header, kind, maxDuration, false, frames);
    }

    /**
     * Reads what a decoder makes of a recording, to the decoder's end. Spikes are clipped at {@link #LIMIT}: a damaged
     * frame of MP3 gives some, they last milliseconds, and the rest of the recording is fine.
     *
     * @param promised frames according to the recording's own header
     */
    static WavReader ofDecoder(
            InputStream in, WavHeader header, String kind, Duration maxDuration, OptionalLong promised)
            throws AudioException {
        return new WavReader(in, header, kind, maxDuration, true, promised.orElse(UNKNOWN));
    }

    int rate() {
        return rate;
    }

    /** Frames of the whole recording, where the header tells. */
    OptionalLong totalFrames() {
        return totalFrames == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(totalFrames);
    }

    /** Reads at most {@code length} samples; -1 at the end. */
    int read(float[] out, int offset, int length) throws AudioException {
        long left = decoded ? Long.MAX_VALUE : totalFrames - frames;
        int wanted = (int) Math.min(Math.min(length, block.length / frameBytes), left);
        if (wanted == 0) {
            return length == 0 ? 0 : -1;
        }
        int bytes = fill(wanted * frameBytes);
        int got = bytes / frameBytes;
        if (got < wanted && totalFrames != UNKNOWN) {
            requireWhole(bytes);
        }
        if (got == 0) {
            return -1;
        }
        encoding.decode(block, got * channels, samples);
        if (encoding.needsCheck()) {
            check(got * channels);
        }
        mix(got, out, offset);
        frames += got;
        if (frames > maxFrames) {
            throw tooLong("too long");
        }
        return got;
    }

    private void requireWhole(int lastBytes) throws AudioException {
        if (!decoded) {
            throw WavHeader.truncated(kind, totalFrames * frameBytes, frames * frameBytes + lastBytes);
        }
        long given = frames + lastBytes / frameBytes;
        if (given + TOLERATED_LOSS < totalFrames) {
            throw new AudioException(
                    UNREADABLE,
                    "This " + kind + " recording is damaged or cut off: its header promises "
                            + Wording.duration((double) totalFrames / rate) + ", only "
                            + Wording.duration((double) given / rate) + " can be decoded. Send all of it.");
        }
    }

    private int fill(int bytes) throws AudioException {
        try {
            return in.readNBytes(block, 0, bytes);
        } catch (IOException e) {
            throw asAudioException(e);
        }
    }

    /** An I/O error is no fault of the recording, unless it carries word of one. */
    static AudioException asAudioException(IOException e) {
        return e.getCause() instanceof AudioException known
                ? known
                : new AudioException(DECODER_FAILED, "Reading the recording's bytes failed: " + e.getMessage(), e);
    }

    private void check(int count) throws AudioException {
        for (int i = 0; i < count; i++) {
            float value = samples[i];
            if (Math.abs(value) <= LIMIT) {
                continue;
            }
            String place = "sample " + (frames + i / channels) + (channels > 1 ? " of channel " + i % channels : "")
                    + " (at " + Wording.duration((double) (frames + i / channels) / rate) + ")";
            if (Float.isNaN(value) || Float.isInfinite(value) && !decoded) {
                throw new AudioException(
                        NOT_NUMBERS, "This " + kind + " recording's " + place + " is " + value + ", not a number.");
            }
            if (!decoded) {
                throw new AudioException(
                        UNREADABLE,
                        "This " + kind + " recording's " + place + " is " + value + ", far outside -1 to 1: perhaps"
                                + " integers stored as floating point; divide them by 32768 for 16 bits.");
            }
            samples[i] = Math.copySign(LIMIT, value);
        }
    }

    private void mix(int count, float[] out, int offset) {
        if (channels == 1) {
            System.arraycopy(samples, 0, out, offset, count);
        } else if (channels == 2) {
            for (int i = 0; i < count; i++) {
                out[offset + i] = (samples[2 * i] + samples[2 * i + 1]) * 0.5f;
            }
        } else {
            for (int i = 0, at = 0; i < count; i++) {
                float sum = 0;
                for (int channel = 0; channel < channels; channel++) {
                    sum += samples[at++];
                }
                out[offset + i] = sum / channels;
            }
        }
    }

    private AudioException tooLong(String howLong) {
        return new AudioException(
                TOO_LONG,
                "This " + kind + " recording is " + howLong + "; at most "
                        + Wording.duration(maxDuration.toNanos() * 1e-9) + " are accepted.");
    }
}
