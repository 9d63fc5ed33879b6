package dev.earshot.planning;

/**
 * How a model will be computed, as far as memory depends on it.
 *
 * @param lanes windows decoded at the same time
 * @param flashAttention with it the encoder never holds how each position attends to each other
 */
public record Computing(int lanes, boolean flashAttention) {
    public Computing {
        if (lanes < 1) {
            throw new IllegalArgumentException("lanes must be at least 1, not " + lanes);
        }
    }
}
