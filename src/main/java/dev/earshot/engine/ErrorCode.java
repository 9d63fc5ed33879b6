package dev.earshot.engine;

/** Everything that can go wrong for a caller; each protocol maps a code to its own status and body. */
public enum ErrorCode {
    /** A parameter with a wrong value, or one that this model or library cannot honour. */
    BAD_REQUEST,
    /** The recording is empty, damaged or not audio. */
    UNREADABLE_AUDIO,
    /** No key, or a wrong one. */
    UNAUTHORIZED,
    /** A foreign web page or an unknown host name. */
    FORBIDDEN,
    /** No such model. */
    UNKNOWN_MODEL,
    /** The model exists but is not the loaded one. */
    MODEL_NOT_LOADED,
    /** Too many bytes, seconds or characters. */
    TOO_LARGE,
    /** A format nobody here decodes, or whose decoder is missing. */
    UNSUPPORTED_FORMAT,
    /** Samples that are not numbers. */
    BAD_SAMPLES,
    /** A recording of which the native library died again and again. */
    SET_ASIDE,
    /** The queue is full. */
    BUSY,
    /** The caller went away. */
    CLIENT_GONE,
    /** Warming up, draining, or the model cannot be used. */
    NOT_READY,
    /** The deadline passed. */
    DEADLINE,
    /** No room for the upload. */
    DISK_FULL,
    /** A fault of ours. */
    INTERNAL
}
