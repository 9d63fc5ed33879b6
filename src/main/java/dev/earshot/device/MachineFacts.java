package dev.earshot.device;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the kernel and the system say about this machine. Read from files only: a native library that does not fit would kill the
 * process before it could tell.
 *
 * @param architecture {@code aarch64} or {@code x86_64}, otherwise as the JVM names it
 * @param board name of the board, where firmware or kernel tells
 * @param compatible the device tree's names of board, module and chip, most special first
 * @param cpu name of the processor, where it is known
 * @param cpuFeatures the kernel's names, as in the {@code flags} (x86) or {@code Features} (ARM) line of /proc/cpuinfo
 * @param cores processors this process may use
 * @param memory of the machine or the container
 * @param system operating system and C library
 * @param jetson where this is one
 * @param gpu NVIDIA's
 * @param condition heat, power supply and power mode at this moment
 * @param access what this process may open
 */
public record MachineFacts(
        String architecture,
        Optional<String> board,
        List<String> compatible,
        Optional<String> cpu,
        Set<String> cpuFeatures,
        int cores,
        MemoryFacts memory,
        SystemFacts system,
        Optional<JetsonFacts> jetson,
        GpuFacts gpu,
        ConditionFacts condition,
        AccessFacts access) {

    public MachineFacts {
        compatible = List.copyOf(compatible);
        cpuFeatures = Set.copyOf(cpuFeatures);
    }

    /** Of a machine of which the processor alone is known. */
    public MachineFacts(
            String architecture, Optional<String> board, Optional<String> cpu, Set<String> cpuFeatures, int cores) {
        this(
                architecture,
                board,
                List.of(),
                cpu,
                cpuFeatures,
                cores,
                MemoryFacts.UNKNOWN,
                new SystemFacts(
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        new CLibrary("unknown", Optional.empty()),
                        Optional.empty()),
                Optional.empty(),
                new GpuFacts(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of()),
                new ConditionFacts(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                new AccessFacts(List.of(), List.of()));
    }

    /**
     * Reads the facts below a root.
     *
     * @param root {@code /}, or a recorded tree, which then also says its architecture
     * @param osArch the system property {@code os.arch}
     * @param cores processors this process may use
     */
    public static MachineFacts read(Path root, String osArch, int cores) {
        FactFiles files = new FactFiles(root);
        CpuInfo cpu = CpuInfo.read(files);
        String architecture = architecture(files, root, osArch);
        List<String> compatible = compatible(files);
        MemoryFacts memory = MemoryFacts.read(files);
        return new MachineFacts(
                architecture,
                board(files, cpu),
                compatible,
                cpu.name(),
                cpu.features(),
                ControlGroup.cores(files).map(limit -> Math.min(limit, cores)).orElse(cores),
                memory,
                SystemFacts.read(files, architecture),
                JetsonFacts.read(files),
                GpuFacts.read(files, architecture, compatible),
                ConditionFacts.read(files),
                AccessFacts.read(files));
    }

    /** The JVM's word counts for this machine: with a 32-bit JVM the kernel's would mislead. A recorded tree is another machine. */
    private static String architecture(FactFiles files, Path root, String osArch) {
        String name = root.equals(Path.of("/"))
                ? osArch
                : files.line("proc/sys/kernel/arch").orElse(osArch);
        return name.equals("amd64") ? "x86_64" : name.equals("arm64") ? "aarch64" : name;
    }

    /** In Docker the device tree is hidden; a Raspberry Pi's kernel then still tells in /proc/cpuinfo. */
    private static Optional<String> board(FactFiles files, CpuInfo cpu) {
        return Stream.of("proc/device-tree/model", "sys/firmware/devicetree/base/model")
                .flatMap(file -> files.line(file).stream())
                .findFirst()
                .or(cpu::board)
                .or(() -> files.line("sys/devices/virtual/dmi/id/product_name"));
    }

    private static List<String> compatible(FactFiles files) {
        return Stream.of("proc/device-tree/compatible", "sys/firmware/devicetree/base/compatible")
                .flatMap(file -> files.text(file).stream())
                .findFirst()
                .map(names -> Arrays.stream(names.split("\0"))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    /** Whether every one of these features is there. */
    public boolean has(String... features) {
        return cpuFeatures.containsAll(Set.of(features));
    }
}
