package dev.earshot.live;

import dev.earshot.audio.PcmReader;
import java.time.Duration;

/** Converts between samples on a session's clock and time. */
final class Positions {
    private Positions() {}

    static long toMillis(long samples) {
        return samples * 1000 / PcmReader.SAMPLE_RATE;
    }

    static int toSamples(Duration duration) {
        return Math.toIntExact(duration.toMillis() * PcmReader.SAMPLE_RATE / 1000);
    }
}
