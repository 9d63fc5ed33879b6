package dev.earshot.engine;

import dev.earshot.audio.Region;
import java.util.List;

/**
 * Tells where a stretch of sound may hold speech, and where it surely does not. A missed word is worse than a pause that is
 * taken for speech. Called by many threads at once.
 */
@FunctionalInterface
public interface SpeechDetector {
    /** Takes everything for speech. */
    SpeechDetector ALWAYS = samples -> samples.length == 0 ? List.of() : List.of(new Region(0, samples.length));

    /**
     * Where there may be speech, with so much around it that no beginning or end of a word is missing.
     *
     * @param samples mono, 16 kHz, finite, at most a second more than half a minute
     * @return in order, not overlapping, within the samples; empty if there is no speech
     */
    List<Region> regions(float[] samples);
}
