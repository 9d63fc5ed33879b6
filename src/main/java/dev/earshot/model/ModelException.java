package dev.earshot.model;

import java.util.Objects;

/** A model file, or a file inside the application, that cannot be used; the message says which, why and what to do. */
public final class ModelException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kind of problem it is; callers map it to their protocol. */
    public enum Problem {
        /** No such file or no installed model of that name. */
        NOT_FOUND,
        /** The file is there, but the system does not let us read it. */
        UNREADABLE,
        /** Something else than a ggml file. */
        NOT_A_MODEL,
        /** A ggml file that is cut short, has too much, or contradicts itself. */
        DAMAGED,
        /** Well formed as far as read, but of a kind that whisper.cpp must not be given. */
        UNSUPPORTED,
        /** A file inside the application could not be written to any of the directories meant for it. */
        UNPACK_FAILED,
        /** What was asked for cannot be: a wrong name, nothing to go back to, something in the way. */
        REFUSED,
        /** No source gave the model. */
        NOT_FETCHED,
        /** Not enough room on the disk. */
        NO_ROOM,
        /** Not enough memory to load it. */
        NO_MEMORY,
        /** The models folder could not be written. */
        NOT_WRITTEN,
        /** Somebody else is installing or changing the same model. */
        BUSY,
        /** A bundle without a signature that this machine trusts. */
        UNTRUSTED
    }

    private final Problem problem;

    public ModelException(Problem problem, String message) {
        this(problem, message, null);
    }

    public ModelException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = Objects.requireNonNull(problem, "problem");
    }

    public Problem problem() {
        return problem;
    }
}
