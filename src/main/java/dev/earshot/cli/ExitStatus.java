package dev.earshot.cli;

/** What scripts learn from how a command ends. */
public final class ExitStatus {
    public static final int GOOD = 0;

    /** There are warnings, or some of the files failed. */
    public static final int WARNINGS = 1;

    /** Nothing could be done. */
    public static final int CANNOT_RUN = 2;

    /** The command line makes no sense; {@code EX_USAGE} of sysexits.h. */
    public static final int WRONG_USE = 64;

    private ExitStatus() {}
}
