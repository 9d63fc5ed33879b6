package dev.earshot.live;

import dev.earshot.audio.PcmReader;

/**
 * Decides from one verdict after the other where speech begins and where it has ended. Positions are samples on the session's
 * clock. Used by one thread at a time.
 */
final class Endpointer {
    /** Shorter sounds are clicks and knocks. */
    private static final int LEAST_SPEECH = PcmReader.SAMPLE_RATE / 10;

    /** A gap of this length within the first sounds makes them two. */
    private static final int LONGEST_GAP = PcmReader.SAMPLE_RATE * 6 / 100;

    private long position;
    private boolean speaking;
    private long firstSound;
    private int sounds;
    private int gap;
    private long lastSound;

    /** @param position where the first verdict begins */
    Endpointer(long position) {
        this.position = position;
    }

    /** What a verdict changes. */
    enum Change {
        NONE,
        STARTED,
        STOPPED
    }

    /** @param silence in samples; ends speech */
    Change frame(int samples, Voice voice, int silence) {
        long from = position;
        position += samples;
        return speaking ? whileSpeaking(voice, silence) : whileSilent(from, samples, voice);
    }

    private Change whileSilent(long from, int samples, Voice voice) {
        if (voice != Voice.SPEECH) {
            gap += samples;
            if (gap >= LONGEST_GAP) {
                sounds = 0;
            }
            return Change.NONE;
        }
        if (sounds == 0) {
            firstSound = from;
        }
        gap = 0;
        sounds += samples;
        if (sounds < LEAST_SPEECH) {
            return Change.NONE;
        }
        speaking = true;
        lastSound = position;
        return Change.STARTED;
    }

    private Change whileSpeaking(Voice voice, int silence) {
        if (voice != Voice.SILENCE) {
            lastSound = position;
            return Change.NONE;
        }
        if (position - lastSound < silence) {
            return Change.NONE;
        }
        end();
        return Change.STOPPED;
    }

    /** What was being said has ended, whatever it sounds like. */
    void end() {
        speaking = false;
        sounds = 0;
        gap = 0;
    }

    boolean speaking() {
        return speaking;
    }

    /** Where the first sound began of what is, or was last, being said. */
    long firstSound() {
        return firstSound;
    }

    /** Where the last sound of speech ended. */
    long lastSound() {
        return lastSound;
    }

    /** What the verdicts so far were about. */
    long position() {
        return position;
    }
}
