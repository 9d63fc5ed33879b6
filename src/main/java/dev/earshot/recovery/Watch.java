package dev.earshot.recovery;

/** Told before native code works. */
@FunctionalInterface
interface Watch {
    /** The note is closed when the work has ended. */
    Journal.Note begin(Work work);
}
