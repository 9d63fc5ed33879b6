package dev.earshot.audio;

import java.util.Arrays;

/**
 * Turns audio that comes in pieces of any length, cut anywhere, into mono samples at {@value PcmReader#SAMPLE_RATE} Hz. What it
 * gives does not depend on how the bytes were cut. Used by one thread at a time.
 */
public final class SampleStream {
    private static final float[] NOTHING = {};

    private final SampleEncoding encoding;
    private final int channels;
    private final Resampler resampler;
    private byte[] rest = {};

    /**
     * @param rate samples per second and channel
     * @throws IllegalArgumentException if rate or channels are none that audio has, in words for whoever sent them
     */
    public SampleStream(SampleEncoding encoding, int rate, int channels) {
        if (encoding.needsCheck()) {
            throw new IllegalArgumentException("Samples must be whole numbers, not " + encoding + ".");
        }
        if (rate < WavFormat.MIN_RATE || rate > WavFormat.MAX_RATE) {
            throw new IllegalArgumentException("The sample rate must be " + WavFormat.MIN_RATE + " to "
                    + WavFormat.MAX_RATE + " Hz, not " + rate + ".");
        }
        if (channels < 1 || channels > WavFormat.MAX_CHANNELS) {
            throw new IllegalArgumentException(
                    "There must be 1 to " + WavFormat.MAX_CHANNELS + " channels, not " + channels + ".");
        }
        this.encoding = encoding;
        this.channels = channels;
        this.resampler = rate == PcmReader.SAMPLE_RATE ? null : new Resampler(rate);
    }

    /** The samples that are ready with these bytes; a sample that is not whole yet waits for the next ones. */
    public float[] next(byte[] bytes) {
        byte[] all = bytes;
        if (rest.length > 0) {
            all = Arrays.copyOf(rest, rest.length + bytes.length);
            System.arraycopy(bytes, 0, all, rest.length, bytes.length);
        }
        int frame = encoding.bytes() * channels;
        int frames = all.length / frame;
        rest = Arrays.copyOfRange(all, frames * frame, all.length);
        float[] samples = new float[frames * channels];
        encoding.decode(all, samples.length, samples);
        return resampled(mixed(samples, frames));
    }

    /** What was still in the filter; the stream is over. Half a sample at the end is forgotten. */
    public float[] finish() {
        if (resampler == null) {
            return NOTHING;
        }
        resampler.finish();
        return pulled();
    }

    private float[] mixed(float[] samples, int frames) {
        if (channels == 1) {
            return samples;
        }
        float[] mono = new float[frames];
        for (int i = 0; i < frames; i++) {
            float sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += samples[i * channels + channel];
            }
            mono[i] = sum / channels;
        }
        return mono;
    }

    private float[] resampled(float[] samples) {
        if (resampler == null) {
            return samples;
        }
        resampler.push(samples, 0, samples.length);
        return pulled();
    }

    private float[] pulled() {
        float[] out = new float[1024];
        int filled = 0;
        for (int count = resampler.pull(out, 0, out.length);
                count > 0;
                count = resampler.pull(out, filled, out.length - filled)) {
            filled += count;
            if (filled == out.length) {
                out = Arrays.copyOf(out, 2 * filled);
            }
        }
        return Arrays.copyOf(out, filled);
    }
}
