package dev.earshot.engine;

/**
 * For which jobs the encoder's context may follow the length of the window, which is faster and a little less sure. Only
 * libraries that give statistics can tell when it went wrong, so with others it is never fitted.
 */
public enum FitContext {
    /** Recordings of one window, for which someone is waiting. */
    INTERACTIVE,
    /** All windows. */
    ALWAYS,
    /** None: all 1,500 positions each time. */
    NEVER
}
