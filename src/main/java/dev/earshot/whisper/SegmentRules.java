package dev.earshot.whisper;

/** What holds for the segments of every version of whisper.cpp. */
final class SegmentRules {
    /** What models trained on subtitles write for silence. */
    private static final String BLANK = "[BLANK_AUDIO]";

    private SegmentRules() {}

    static boolean saysNothing(String text) {
        return text.isBlank() || text.strip().equals(BLANK);
    }

    /**
     * A time on the window's time line, in milliseconds. Whisper gives times beyond the audio, and -100728 where it has none.
     *
     * @param hundredths as whisper.cpp gives it
     */
    static long time(long hundredths, long least, long most) {
        return Math.max(least, Math.min(most, hundredths * 10));
    }
}
