package dev.earshot.engine;

import java.time.Duration;

/**
 * How recordings become windows.
 *
 * @param speech finds speech
 * @param leavesPausesOut windows hold speech only; pays where a short window is cheap
 * @param longestPause longer ones are left out then
 */
record Windowing(SpeechDetector speech, boolean leavesPausesOut, Duration longestPause) {
    /**
     * What suits a library. One that fits its encoder's context to a window takes time by the window's length; the others
     * take the same for each, and splitting would cost.
     */
    static Windowing of(EngineSettings settings, SpeechDetector speech, Capabilities library) {
        return settings.speechGate()
                ? new Windowing(speech, library.segmentStatistics(), settings.longestPause())
                : new Windowing(SpeechDetector.ALWAYS, false, settings.longestPause());
    }

    Windows over(SampleBuffer recording) {
        return leavesPausesOut
                ? new SpeechCutter(recording, speech, longestPause)
                : new WindowCutter(recording, speech);
    }
}
