package dev.earshot.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which builds for CUDA a machine's driver can run. */
final class Cuda {
    /** The oldest that ggml is tested with is 11.7; our builds begin here. */
    private static final int OLDEST = 12;

    /** GPU generations that the recipes of {@code native-libs/build.sh} compile for; a build itself says them, too. */
    private static final Map<String, List<String>> ARCHITECTURES = Map.of(
            "linux-aarch64-cuda12", List.of("87"),
            "linux-aarch64-cuda13", List.of("87", "110"));

    private Cuda() {}

    /**
     * @param variant one for CUDA
     * @return why it cannot run
     */
    static Optional<String> unfit(String variant, MachineFacts machine) {
        List<String> built = ARCHITECTURES.getOrDefault(variant, List.of());
        Optional<String> gpu = machine.gpu().architecture();
        if (gpu.isPresent() && !built.isEmpty() && !built.contains(gpu.get())) {
            return Optional.of(
                    "it is for the GPUs sm_" + String.join(", sm_", built) + ", and this one is sm_" + gpu.get());
        }
        if (!machine.gpu().present()) {
            return Optional.of("no NVIDIA GPU is to be seen");
        }
        return unfitFor(variant.substring(variant.indexOf("-cuda") + "-cuda".length()), machine);
    }

    /**
     * @param major version that the build is for; empty for that of the machine it was built on
     */
    private static Optional<String> unfitFor(String major, MachineFacts machine) {
        Optional<Integer> here = machine.gpu().cudaMajor(machine.jetson());
        String source = machine.jetson()
                .map(JetsonFacts::toString)
                .or(() -> machine.gpu().driver().map(version -> "driver " + version))
                .orElse("neither JetPack nor driver is to be seen");
        if (here.isEmpty()) {
            return Optional.of("which CUDA there is cannot be told (" + source + ")");
        }
        if (here.get() < OLDEST) {
            return Optional.of("CUDA " + here.get() + " is too old for whisper.cpp (" + source + ")");
        }
        if (major.isEmpty()) {
            return Optional.empty();
        }
        boolean fits = machine.jetson().isPresent()
                ? major.equals(Integer.toString(here.get()))
                // A PC's driver runs what older versions of CUDA have built.
                : major.length() == 2 && major.compareTo(Integer.toString(here.get())) <= 0;
        return fits ? Optional.empty() : Optional.of("this machine has CUDA " + here.get() + " (" + source + ")");
    }
}
