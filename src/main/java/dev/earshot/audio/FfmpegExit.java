package dev.earshot.audio;

import static dev.earshot.audio.AudioException.Problem.DECODER_FAILED;
import static dev.earshot.audio.AudioException.Problem.EMPTY;
import static dev.earshot.audio.AudioException.Problem.UNREADABLE;

/**
 * How an ffmpeg left: what its status, its last words and its output together say about the recording.
 *
 * @param soundBytes how much it wrote, the WAV header included
 */
record FfmpegExit(int status, String messages, long soundBytes) {
    /** A status from here on stands for a signal, which killed it: 128 + its number. */
    static final int SIGNALLED = 128;

    /** What ffmpeg leaves with after a signal that it handles. */
    private static final int STOPPED = 255;

    /** ffmpeg's WAV header, which it writes even when no sound follows. */
    private static final int HEADER_BYTES = 128;

    private static final int QUOTED = 300;

    /**
     * @throws AudioException unless ffmpeg reached the recording's end and gave sound. A status other than 0 after
     *     some sound is refused too: the part would pass for the whole.
     */
    void requireGood(String kind) throws AudioException {
        boolean sound = soundBytes > HEADER_BYTES;
        if (status >= SIGNALLED) {
            String how = status == STOPPED ? "stopped" : "killed by signal " + (status - SIGNALLED);
            throw new AudioException(
                    DECODER_FAILED,
                    "ffmpeg was " + how + " while decoding this " + kind + " recording; the recording may be fine.");
        }
        String said = Wording.oneLine(messages, QUOTED);
        if (status != 0 && said.contains("matches no streams")) {
            throw new AudioException(UNREADABLE, "This " + kind + " file has no sound track.");
        }
        if (status != 0) {
            throw new AudioException(
                    UNREADABLE,
                    "This " + kind + " recording cannot be decoded" + (sound ? " to its end" : "") + "; ffmpeg says: "
                            + (said.isEmpty() ? "exit status " + status : said));
        }
        if (!sound && said.isEmpty()) {
            throw new AudioException(EMPTY, "This " + kind + " recording has not one sample of sound.");
        }
        if (!sound) {
            throw new AudioException(
                    UNREADABLE, "There is no sound to decode in this " + kind + " recording; ffmpeg says: " + said);
        }
    }
}
