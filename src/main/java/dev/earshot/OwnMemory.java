package dev.earshot;

/** What the process takes without a model, while it works on recordings; measured, see README. */
final class OwnMemory {
    private static final long MB = 1_000_000;

    /** Without a model: 204 MB of Java, 53 MB of the executable. */
    private static final long JAVA = 204 * MB;

    private static final long EXECUTABLE = 53 * MB;

    /** By so much it grew at most while it transcribed two hours. */
    private static final long WORK = 51 * MB;

    private OwnMemory() {}

    /** Bytes. */
    static long bytes() {
        return bytes(System.getProperty("org.graalvm.nativeimage.imagecode") != null);
    }

    static long bytes(boolean executable) {
        return (executable ? EXECUTABLE : JAVA) + WORK;
    }
}
