package dev.earshot.model.store;

/** Told how far an operation is; on the operation's thread, often, and must not block for long. */
public interface Progress {
    Progress NONE = new Progress() {};

    /** Something new begins, in words: {@code fetching base-q8_0 from https://...}. */
    default void begins(String what) {}

    /** @param total in bytes, or -1 where nobody knows */
    default void bytes(long done, long total) {}
}
