package dev.earshot.device;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The profile for a machine, and why this one. A pure function of facts and profiles.
 *
 * @param profile absent where none fits or none is wanted; the defaults hold alone then
 * @param reason in words, for people
 * @param forced the user named it
 */
public record ProfileChoice(Optional<DeviceProfile> profile, String reason, boolean forced) {
    public static final String AUTO = "auto";
    public static final String NONE = "none";

    /**
     * Chooses the most special profile that fits: one for the board before a general one, one that asks for more memory before one
     * that asks for less.
     *
     * @param wanted {@link #AUTO}, {@link #NONE} or a name
     * @throws IllegalArgumentException with a sentence that lists the names, where there is none of that name
     */
    public static ProfileChoice choose(MachineFacts machine, List<DeviceProfile> profiles, String wanted) {
        if (wanted.equals(NONE)) {
            return new ProfileChoice(Optional.empty(), "earshot.profile is " + NONE, true);
        }
        Optional<DeviceProfile> fitting = fitting(machine, profiles);
        if (wanted.equals(AUTO)) {
            return new ProfileChoice(fitting, reason(machine, fitting), false);
        }
        DeviceProfile named = profiles.stream()
                .filter(profile -> profile.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> unknown(wanted, profiles));
        return new ProfileChoice(
                Optional.of(named),
                "earshot.profile names it"
                        + fitting.filter(own -> !own.equals(named))
                                .map(own -> "; on its own this machine would get " + own.name())
                                .orElse(""),
                true);
    }

    private static Optional<DeviceProfile> fitting(MachineFacts machine, List<DeviceProfile> profiles) {
        return profiles.stream()
                .filter(profile -> profile.board().fits(machine))
                .max(Comparator.<DeviceProfile>comparingInt(
                                profile -> profile.board().speciality())
                        .thenComparingLong(profile -> profile.board().memory())
                        // A user's own before one of ours that asks for the same.
                        .thenComparing(profile -> !profile.origin().equals(DeviceProfile.BUILT_IN)));
    }

    private static String reason(MachineFacts machine, Optional<DeviceProfile> fitting) {
        if (fitting.isEmpty()) {
            return "no profile is for " + machine.architecture() + " processors; the defaults hold";
        }
        Board board = fitting.get().board();
        return board.nameIn(machine)
                        .map(name -> "the board says '" + name + "'")
                        .orElseGet(() -> "no profile is for "
                                + machine.board().map(name -> "'" + name + "'").orElse("this board in particular")
                                + "; its processor is " + machine.architecture())
                + (machine.gpu().present() ? ", with an NVIDIA GPU" : "")
                + (board.memory() > 0 || !board.names().isEmpty() ? memory(machine.memory()) : "");
    }

    private static String memory(MemoryFacts memory) {
        return memory.limit()
                .map(limit ->
                        ", and may use " + Amounts.bytes(limit) + " of memory (its container's or service's limit)")
                .or(() -> memory.total().map(total -> ", and has " + Amounts.bytes(total) + " of memory"))
                .orElse("");
    }

    private static IllegalArgumentException unknown(String wanted, List<DeviceProfile> profiles) {
        return new IllegalArgumentException("There is no device profile '" + wanted + "' (earshot.profile). There are: "
                + profiles.stream().map(DeviceProfile::name).sorted().collect(Collectors.joining(", ")) + ", and "
                + AUTO + " and " + NONE + ".");
    }
}
