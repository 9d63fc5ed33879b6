package dev.earshot.audio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Turns what a voice activity model says of each {@value #SAMPLES_EACH} samples into regions of speech, by the rules of
 * whisper.cpp 1.9.1 ({@code whisper_vad_segments_from_probs}), without its limit on a region's length: windows are cut
 * elsewhere. Regions that its padding makes touch are one here.
 *
 * @param threshold speech begins at this probability, and ends {@value #HYSTERESIS} below it
 * @param minSpeech shorter speech is none
 * @param minSilence speech goes on over shorter silence
 * @param pad kept on both sides of speech
 */
public record VoiceProbabilities(float threshold, Duration minSpeech, Duration minSilence, Duration pad) {
    /** Samples that one probability stands for, as in Silero's models at 16 kHz. */
    public static final int SAMPLES_EACH = 512;

    /** Speech is looked for half a minute at a time. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final float HYSTERESIS = 0.15f;
    private static final float LEAST_THRESHOLD = 0.01f;

    /** Regions closer than this become one, before those that are too short are sorted out. */
    private static final int MERGED = PcmReader.SAMPLE_RATE / 5;

    public VoiceProbabilities {
        if (!(threshold > 0 && threshold < 1)) {
            throw new IllegalArgumentException("threshold must be between 0 and 1, not " + threshold);
        }
        requireWithinAWindow(minSpeech, "minSpeech");
        requireWithinAWindow(minSilence, "minSilence");
        requireWithinAWindow(pad, "pad");
    }

    private static void requireWithinAWindow(Duration value, String name) {
        if (Objects.requireNonNull(value, name).isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be 0 to " + LONGEST.toSeconds() + " s, not " + value);
        }
    }

    private static int samples(Duration duration) {
        return Math.toIntExact(duration.toMillis() * PcmReader.SAMPLE_RATE / 1000);
    }

    /**
     * @param probabilities one for each {@value #SAMPLES_EACH} samples; the last may stand for fewer
     * @param samples how many samples there are
     * @return in order, apart from each other, within the samples; empty if nothing was said
     */
    public List<Region> regions(float[] probabilities, int samples) {
        List<Region> speech = new ArrayList<>();
        for (Region region : merged(raw(probabilities), MERGED)) {
            if (region.length() >= samples(minSpeech)) {
                speech.add(region);
            }
        }
        int padding = samples(pad);
        List<Region> padded = new ArrayList<>();
        for (Region region : speech) {
            int from = Math.max(0, region.from() - padding);
            int to = Math.min(samples, region.to() + padding);
            if (from < to) {
                padded.add(new Region(from, to));
            }
        }
        return merged(padded, 1);
    }

    private List<Region> raw(float[] probabilities) {
        float end = Math.max(LEAST_THRESHOLD, threshold - HYSTERESIS);
        List<Region> speech = new ArrayList<>();
        int start = -1;
        int quietSince = -1;
        for (int i = 0; i < probabilities.length; i++) {
            int now = i * SAMPLES_EACH;
            if (probabilities[i] >= threshold) {
                quietSince = -1;
                start = start < 0 ? now : start;
            } else if (probabilities[i] < end && start >= 0) {
                quietSince = quietSince < 0 ? now : quietSince;
                if (now - quietSince >= samples(minSilence)) {
                    add(speech, start, quietSince);
                    start = -1;
                    quietSince = -1;
                }
            }
        }
        if (start >= 0) {
            add(speech, start, probabilities.length * SAMPLES_EACH);
        }
        return speech;
    }

    private void add(List<Region> speech, int from, int to) {
        if (to - from > samples(minSpeech)) {
            speech.add(new Region(from, to));
        }
    }

    /** One region for those with a gap of less than {@code least} samples. */
    private static List<Region> merged(List<Region> regions, int least) {
        List<Region> merged = new ArrayList<>();
        for (Region region : regions) {
            Region before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (before != null && region.from() - before.to() < least) {
                merged.set(merged.size() - 1, new Region(before.from(), Math.max(before.to(), region.to())));
            } else {
                merged.add(region);
            }
        }
        return merged;
    }
}
