package dev.earshot.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A control group of the kernel's with a limit of memory, for a child process; version 1 or 2, where this user may make one. */
final class MemoryGroup implements AutoCloseable {
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");

    private final Path folder;

    private MemoryGroup(Path folder) {
        this.folder = folder;
    }

    static Optional<MemoryGroup> of(long bytes) {
        String name = "earshot-test-" + UUID.randomUUID();
        return make(MOUNT.resolve("memory" + ownPath()).resolve(name), "memory.limit_in_bytes", bytes)
                .or(() -> make(MOUNT.resolve(name), "memory.max", bytes));
    }

    /** Of this process, in version 1. */
    private static String ownPath() {
        try {
            return Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
                    .map(line -> line.split(":", 3))
                    .filter(parts -> parts[1].equals("memory"))
                    .map(parts -> parts[2])
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static Optional<MemoryGroup> make(Path folder, String limit, long bytes) {
        try {
            Files.createDirectory(folder);
            MemoryGroup group = new MemoryGroup(folder);
            try {
                Files.writeString(folder.resolve(limit), String.valueOf(bytes));
                return Optional.of(group);
            } catch (IOException e) {
                group.close();
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A command that starts a command in the group. */
    List<String> prefix() {
        return List.of("sh", "-c", "echo $$ > " + folder.resolve("cgroup.procs") + " && exec \"$@\"", "sh");
    }

    /** When its processes have ended. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(folder);
    }
}
