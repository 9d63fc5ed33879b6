package dev.earshot.device;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Memory, in bytes.
 *
 * @param total that the kernel has; less than the board's name says, since firmware and GPU keep some
 * @param available without swapping, as the kernel estimates
 * @param limit of the container or service, where it is less than the total
 */
public record MemoryFacts(Optional<Long> total, Optional<Long> available, Optional<Long> limit) {
    private static final long KIB = 1024;

    static MemoryFacts read(FactFiles files) {
        String meminfo = files.text("proc/meminfo").orElse("");
        Optional<Long> total = kilobytes(meminfo, "MemTotal");
        // Version 1 writes a number near 2^63 for "no limit".
        Optional<ControlGroup.Memory> group =
                ControlGroup.memory(files).filter(memory -> memory.limit() < total.orElse(Long.MAX_VALUE / 2));
        Optional<Long> available = Stream.concat(
                        kilobytes(meminfo, "MemAvailable").stream(), group.map(ControlGroup.Memory::free).stream())
                .min(Long::compare);
        return new MemoryFacts(total, available, group.map(ControlGroup.Memory::limit));
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
