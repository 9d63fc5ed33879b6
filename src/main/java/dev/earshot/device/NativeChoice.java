package dev.earshot.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which of our native libraries this machine can run, and why not a better one. A pure function of facts; what is installed is
 * another matter.
 *
 * @param variant folder of the library; absent where none can run
 * @param processor the part of it that the processor gets
 * @param reasons why what comes earlier in the list is passed over; with what to do
 */
public record NativeChoice(Optional<String> variant, String processor, List<String> reasons) {
    /** What our builds need at most when made on Debian 12; read from the files. */
    public static final String GLIBC_NEEDED = "2.34";

    public static final String CONTAINER =
            "On a newer system inside a container (Debian 12, say) the processor's part could run, or let a bigger machine"
                    + " do the work";

    public NativeChoice {
        reasons = List.copyOf(reasons);
    }

    /**
     * The first that can run.
     *
     * @param wanted names of variants, best first; empty for all that there are for the architecture
     */
    public static NativeChoice of(MachineFacts machine, List<String> wanted) {
        String processor = Processors.part(machine).orElse("none");
        List<String> reasons = new ArrayList<>();
        Optional<String> nothing = unfit(machine);
        nothing.ifPresent(reasons::add);
        for (String variant : wanted.isEmpty() ? all(machine.architecture()) : wanted) {
            Optional<String> reason = unfit(variant, machine);
            if (reason.isEmpty() && nothing.isEmpty()) {
                return new NativeChoice(Optional.of(variant), processor, reasons);
            }
            reason.ifPresent(why -> reasons.add(variant + ": " + why));
        }
        return new NativeChoice(Optional.empty(), processor, reasons);
    }

    /** Builds that {@code native-libs/build.sh} can make. */
    public static List<String> all(String architecture) {
        String plain = "linux-" + architecture;
        return List.of(plain + "-cuda13", plain + "-cuda12", plain + "-cuda", plain);
    }

    /** What rules out every library. */
    private static Optional<String> unfit(MachineFacts machine) {
        if (!List.of("aarch64", "x86_64").contains(machine.architecture())) {
            return Optional.of("there is none for " + machine.architecture()
                    + " processors; Earshot runs on 64-bit ARM (aarch64) and x86_64 Linux");
        }
        if (Processors.part(machine).isEmpty()) {
            return Optional.of("the processor lacks " + Processors.least(machine.architecture()));
        }
        CLibrary libc = machine.system().libc();
        if (libc.kind().equals(CLibrary.MUSL)) {
            return Optional.of("the system's C library is musl, and they need glibc. " + CONTAINER);
        }
        return libc.olderThan(GLIBC_NEEDED)
                ? Optional.of("they need glibc " + GLIBC_NEEDED + ", and this system has "
                        + libc.version().get()
                        + machine.jetson().map(jetson -> " (" + jetson + ")").orElse("") + ". " + CONTAINER)
                : Optional.empty();
    }

    private static Optional<String> unfit(String variant, MachineFacts machine) {
        String plain = "linux-" + machine.architecture();
        if (variant.equals(plain)) {
            return Optional.empty();
        }
        if (!variant.startsWith(plain + "-cuda")) {
            return Optional.of("is not for " + machine.architecture());
        }
        return Cuda.unfit(variant, machine);
    }
}
