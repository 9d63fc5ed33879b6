package dev.earshot;

/** The service must not run as it is configured; the message says what to change. */
final class RefusedStart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedStart(String message) {
        super(message);
    }
}
