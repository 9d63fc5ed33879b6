package dev.earshot.ops;

import dev.earshot.device.DeviceProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was decided for this machine, and what it does without, in sentences for the log. */
final class Decisions {
    private Decisions() {}

    /** What everybody may want to know. */
    static List<String> taken(Setup setup) {
        List<String> sentences = new ArrayList<>();
        sentences.add("Device profile "
                + setup.profile().profile().map(DeviceProfile::name).orElse("none") + ": "
                + setup.profile().reason());
        if (setup.wantedThreads() > setup.threads()) {
            sentences.add("A lane computes with " + setup.threads() + " threads instead of " + setup.wantedThreads()
                    + " (earshot.engine.threads): this process has no more processors, and more threads would only wait"
                    + " for each other");
        }
        return sentences;
    }

    /**
     * What does not work here, or not as well as it might.
     *
     * @param library that is loaded, by its variant
     */
    static List<String> missed(Setup setup, Optional<String> library) {
        String reasons = String.join("; ", setup.natives().reasons());
        Optional<String> best = setup.natives().variant();
        if (best.isEmpty()) {
            return List.of("No native library that Earshot builds can run on this board: " + reasons);
        }
        if (!setup.machine().gpu().present() || library.map(Decisions::isForGpu).orElse(false)) {
            return List.of();
        }
        if (isForGpu(best.get())) {
            return library.stream()
                    .map(name -> "The GPU is not used: " + name + " is not built for it; native-libs/build.sh "
                            + best.get() + " makes one that is")
                    .toList();
        }
        return reasons.isEmpty() ? List.of() : List.of("The GPU is not used: " + reasons);
    }

    private static boolean isForGpu(String variant) {
        return variant.contains("-cuda");
    }
}
