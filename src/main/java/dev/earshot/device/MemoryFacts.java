package dev.earshot.device;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Memory, in bytes.
 *
 * @param total that the kernel has; less than the board's name says, since firmware and GPU keep some
 * @param available without swapping, as the kernel estimates
 * @param limit of the container or service, where it is less than the total
 * @param resident what this process has of it
 * @param addresses that this process may still take, where somebody limited them ({@code ulimit -v})
 */
public record MemoryFacts(
        Optional<Long> total,
        Optional<Long> available,
        Optional<Long> limit,
        Optional<Long> resident,
        Optional<Long> addresses) {
    private static final long KIB = 1024;

    private static final String ADDRESSES = "Max address space";

    /** Of a machine that does not tell. */
    static final MemoryFacts UNKNOWN =
            new MemoryFacts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Reads them anew; a few small files. */
    public static MemoryFacts read(Path root) {
        return read(new FactFiles(root));
    }

    static MemoryFacts read(FactFiles files) {
        String meminfo = files.text("proc/meminfo").orElse("");
        Optional<Long> total = kilobytes(meminfo, "MemTotal");
        // Version 1 writes a number near 2^63 for "no limit".
        Optional<ControlGroup.Memory> group =
                ControlGroup.memory(files).filter(memory -> memory.limit() < total.orElse(Long.MAX_VALUE / 2));
        Optional<Long> available = Stream.concat(
                        kilobytes(meminfo, "MemAvailable").stream(), group.map(ControlGroup.Memory::free).stream())
                .min(Long::compare);
        String status = files.text("proc/self/status").orElse("");
        return new MemoryFacts(
                total,
                available,
                group.map(ControlGroup.Memory::limit),
                kilobytes(status, "VmRSS"),
                addresses(files.text("proc/self/limits").orElse(""), kilobytes(status, "VmSize")));
    }

    /** What the kernel refuses beyond is address space, used or not; Java alone reserves gigabytes of it. */
    private static Optional<Long> addresses(String limits, Optional<Long> taken) {
        return limits.lines()
                .filter(line -> line.startsWith(ADDRESSES))
                .map(line -> line.substring(ADDRESSES.length()).strip().split("\\s+")[0])
                .findFirst()
                .flatMap(FactFiles::parsed)
                .flatMap(most -> taken.map(now -> Math.max(0, most - now)));
    }

    private static Optional<Long> kilobytes(String meminfo, String key) {
        return FactFiles.value(meminfo, key)
                .map(value -> value.replace("kB", ""))
                .flatMap(FactFiles::parsed)
                .map(kilobytes -> kilobytes * KIB);
    }

    /** The most that this process may ever have; absent where the kernel does not tell. */
    public Optional<Long> usable() {
        return limit.or(() -> total);
    }
}
