package dev.earshot.http;

/** Whose words a caller expects. */
enum Dialect {
    OPENAI,
    WHISPER_CPP;

    /** The dialect of a path. */
    static Dialect of(String path) {
        return path.equals("/inference") || path.equals("/health") ? WHISPER_CPP : OPENAI;
    }
}
