package dev.earshot.planning;

import dev.earshot.device.MachineFacts;
import java.util.Objects;

/**
 * Where something was measured: figures of another place say nothing about this one.
 *
 * @param board name of the board, or of the processor where it has none
 * @param processors that the process could use
 * @param library variant of the native library
 * @param libraryVersion of that library
 */
public record Place(String board, int processors, String library, String libraryVersion) {
    public Place {
        Objects.requireNonNull(board, "board");
        Objects.requireNonNull(library, "library");
        Objects.requireNonNull(libraryVersion, "libraryVersion");
    }

    public static Place of(MachineFacts machine, String library, String libraryVersion) {
        String board = machine.board().or(machine::cpu).orElse(machine.architecture());
        return new Place(board, machine.cores(), library, libraryVersion);
    }
}
