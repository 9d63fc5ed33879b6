package dev.earshot.engine;

/**
 * What windows cost by their length, as a fixed part and one that grows with the window: a line through the latest ones by least
 * squares. Guarded by its owner.
 */
final class CostLine {
    /** What an earlier window still counts when the next has come. */
    private static final double MEMORY = 0.85;

    /** Below this spread of lengths, in seconds squared, a slope would be chance. */
    private static final double LEAST_VARIANCE = 1;

    private double weight;
    private double lengths;
    private double times;
    private double lengthsSquared;
    private double products;

    /** Both in seconds. */
    void record(double length, double time) {
        weight = MEMORY * weight + 1;
        lengths = MEMORY * lengths + length;
        times = MEMORY * times + time;
        lengthsSquared = MEMORY * lengthsSquared + length * length;
        products = MEMORY * products + length * time;
    }

    /** Seconds that a window of so many seconds is expected to take; 1 before anything was measured. */
    double secondsFor(double length) {
        if (weight == 0) {
            return 1;
        }
        double meanLength = lengths / weight;
        double meanTime = times / weight;
        double variance = lengthsSquared / weight - meanLength * meanLength;
        if (variance < LEAST_VARIANCE) {
            return meanTime;
        }
        double slope = (products / weight - meanLength * meanTime) / variance;
        // Neither part of a cost is below zero: the line is turned about its middle until that holds.
        double bounded = Math.min(Math.max(0, slope), meanTime / meanLength);
        return meanTime + bounded * (length - meanLength);
    }
}
