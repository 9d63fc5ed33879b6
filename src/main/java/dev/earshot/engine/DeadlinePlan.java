package dev.earshot.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * How a window is read so that its text comes in time: as it was asked for if that is expected to do, and otherwise with one thing
 * less after the other. Where nothing is expected to do it is tried with the least: it may do. A pure function of what was measured.
 *
 * @param options to read it with
 * @param shortcuts what was given up
 */
record DeadlinePlan(TranscriptionOptions options, List<Shortcut> shortcuts) {
    DeadlinePlan {
        shortcuts = List.copyOf(shortcuts);
    }

    /**
     * @param wanted as the caller and the device want it
     * @param length of the window in seconds
     * @param left seconds for the model to read it
     * @param canFit the library can tell when a fitted context went wrong
     */
    static DeadlinePlan of(TranscriptionOptions wanted, double length, double left, SpeedMeter speed, boolean canFit) {
        TranscriptionOptions options = wanted;
        List<Shortcut> shortcuts = new ArrayList<>();
        for (Shortcut next : Shortcut.values()) {
            if (speed.secondsFor(length, options) <= left) {
                break;
            }
            TranscriptionOptions shorter = without(next, options, canFit);
            if (!shorter.equals(options)) {
                shortcuts.add(next);
                options = shorter;
            }
        }
        return new DeadlinePlan(options, shortcuts);
    }

    private static TranscriptionOptions without(Shortcut what, TranscriptionOptions options, boolean canFit) {
        return switch (what) {
            case BEAM_SIZE -> options.toBuilder().beamSize(1).build();
            case FALLBACK ->
                options.mayReadAgain()
                        ? options.toBuilder()
                                .temperatureIncrement(0)
                                .secondReading(false)
                                .build()
                        : options;
            case AUDIO_CONTEXT ->
                canFit && !options.fitContext() && options.audioContext() == 0
                        ? options.toBuilder()
                                .fitContext(true)
                                .secondReading(false)
                                .build()
                        : options;
        };
    }
}
