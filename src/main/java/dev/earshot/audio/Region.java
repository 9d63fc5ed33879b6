package dev.earshot.audio;

/**
 * A stretch of samples.
 *
 * @param from index of its first sample
 * @param to index behind its last sample; greater than {@code from}
 */
public record Region(int from, int to) {
    public Region {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("a region of samples " + from + ".." + to);
        }
    }

    /** In samples. */
    public int length() {
        return to - from;
    }
}
