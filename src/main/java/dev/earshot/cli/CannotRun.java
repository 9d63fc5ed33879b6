package dev.earshot.cli;

/** A command cannot do its work; the message says why and what to do, and is all that the user sees. */
public final class CannotRun extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotRun(String message) {
        super(message);
    }
}
