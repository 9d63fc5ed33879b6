package dev.earshot.transcript;

/** Times as subtitles write them. */
final class Timestamps {
    private Timestamps() {}

    /** {@code 01:02:03,456} with the given mark before the milliseconds. */
    static String of(long ms, char mark) {
        return String.format("%02d:%02d:%02d%c%03d", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, mark, ms % 1000);
    }
}
