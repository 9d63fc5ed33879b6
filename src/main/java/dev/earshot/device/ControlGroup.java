package dev.earshot.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The limits that the kernel's control groups set to this process, version 2 or 1. A container sees them at the root of the
 * mount, a service of systemd below the path in /proc/self/cgroup; a limit of a group further up holds, too.
 */
final class ControlGroup {
    private static final String MOUNT = "sys/fs/cgroup";

    /** A path with more steps is not one of the kernel's. */
    private static final int DEEPEST = 32;

    private ControlGroup() {}

    /** What a group lets its processes have, and what they have, in bytes. */
    record Memory(long limit, long used) {
        long free() {
            return Math.max(0, limit - used);
        }
    }

    /** The group that leaves least room, where any has a limit. */
    static Optional<Memory> memory(FactFiles files) {
        Stream<Memory> second = folders(files, "", "").stream()
                .flatMap(folder -> memory(files, folder, "memory.max", "memory.current", "inactive_file"));
        Stream<Memory> first = folders(files, "memory", "/memory").stream()
                .flatMap(folder ->
                        memory(files, folder, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"));
        return Stream.concat(second, first).min((a, b) -> Long.compare(a.free(), b.free()));
    }

    /** The cache of files that nobody uses counts as used, but the kernel gives it up first. */
    private static Stream<Memory> memory(
            FactFiles files, String folder, String limit, String used, String reclaimable) {
        Optional<Long> most = files.number(folder + "/" + limit);
        if (most.isEmpty()) {
            return Stream.empty();
        }
        long cache = files.text(folder + "/memory.stat").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(reclaimable + " "))
                .flatMap(line -> FactFiles.parsed(line.substring(reclaimable.length())).stream())
                .findFirst()
                .orElse(0L);
        return Stream.of(new Memory(
                most.get(), Math.max(0, files.number(folder + "/" + used).orElse(0L) - cache)));
    }

    /** Processors' worth of time, rounded up, where there is a limit. */
    static Optional<Integer> cores(FactFiles files) {
        Stream<Double> second = folders(files, "", "").stream()
                .flatMap(folder -> files.line(folder + "/cpu.max").stream())
                .map(line -> line.split("\\s+"))
                .filter(words -> words.length == 2)
                .flatMap(words -> share(FactFiles.parsed(words[0]), FactFiles.parsed(words[1])));
        Function<String, Stream<Double>> quota = folder ->
                share(files.number(folder + "/cpu.cfs_quota_us"), files.number(folder + "/cpu.cfs_period_us"));
        Stream<Double> first = Stream.concat(
                        folders(files, "cpu", "/cpu").stream(), folders(files, "cpu", "/cpu,cpuacct").stream())
                .flatMap(quota);
        return Stream.concat(second, first).min(Double::compare).map(share -> (int) Math.max(1, Math.ceil(share)));
    }

    private static Stream<Double> share(Optional<Long> quota, Optional<Long> period) {
        return quota.isPresent() && period.isPresent() && quota.get() > 0 && period.get() > 0
                ? Stream.of(quota.get() / (double) period.get())
                : Stream.empty();
    }

    /** The process' group and all above it. */
    private static List<String> folders(FactFiles files, String controller, String mount) {
        String path = files.text("proc/self/cgroup").stream()
                .flatMap(String::lines)
                .map(line -> line.split(":", 3))
                .filter(parts ->
                        parts.length == 3 && List.of(parts[1].split(",")).contains(controller))
                .map(parts -> parts[2])
                .filter(group -> !group.contains(".."))
                .findFirst()
                .orElse("/");
        List<String> folders = new ArrayList<>();
        for (int i = 0; i < DEEPEST && path.length() > 1; i++) {
            folders.add(MOUNT + mount + path);
            path = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        }
        folders.add(MOUNT + mount);
        return folders;
    }
}
