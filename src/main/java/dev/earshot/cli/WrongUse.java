package dev.earshot.cli;

/** The words after a command make no sense together; the message says why and what would. */
public final class WrongUse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongUse(String message) {
        super(message);
    }
}
