package dev.earshot.engine;

/** Who goes first at the edge of a window. */
public enum JobClass {
    /** Someone is speaking; what was heard is shown while they do. */
    LIVE,
    /** Someone is waiting for a short recording. */
    INTERACTIVE,
    /** A recording of more than one window. */
    BATCH
}
