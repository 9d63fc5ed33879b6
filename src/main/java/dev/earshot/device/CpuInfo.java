package dev.earshot.device;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What /proc/cpuinfo says: the processor's name, and what every core of it can do. */
record CpuInfo(Optional<String> name, Optional<String> board, Set<String> features) {
    /** ARM kernels give numbers where x86 ones give a name: implementer and part, as ARM and NVIDIA publish them. */
    private static final Map<String, String> ARM_CORES = Map.of(
            "0x41/0xd03", "Cortex-A53",
            "0x41/0xd07", "Cortex-A57",
            "0x41/0xd08", "Cortex-A72",
            "0x41/0xd0b", "Cortex-A76",
            "0x41/0xd42", "Cortex-A78AE",
            "0x41/0xd83", "Neoverse-V3AE",
            "0x41/0xd0c", "Neoverse-N1",
            "0x4e/0x003", "Denver 2",
            "0x4e/0x004", "Carmel");

    static CpuInfo read(FactFiles files) {
        String text = files.text("proc/cpuinfo").orElse("");
        Optional<String> name = FactFiles.value(text, "model name").or(() -> armName(text));
        return new CpuInfo(name, FactFiles.value(text, "Model"), features(text));
    }

    private static Optional<String> armName(String text) {
        return FactFiles.value(text, "CPU implementer")
                .flatMap(implementer -> FactFiles.value(text, "CPU part")
                        .map(part -> ARM_CORES.getOrDefault(
                                implementer + "/" + part, "ARM core " + implementer + "/" + part)));
    }

    /** Only what every core has: a scheduler may move the process to any of them. */
    private static Set<String> features(String cpuinfo) {
        Set<String> common = null;
        for (String line : cpuinfo.split("\n")) {
            String key = line.split(":", 2)[0].strip();
            if (!key.equals("flags") && !key.equals("Features")) {
                continue;
            }
            Set<String> ofCore = Arrays.stream(
                            line.substring(line.indexOf(':') + 1).strip().split("\\s+"))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (common == null) {
                common = ofCore;
            } else {
                common.retainAll(ofCore);
            }
        }
        return common == null ? Set.of() : common;
    }
}
