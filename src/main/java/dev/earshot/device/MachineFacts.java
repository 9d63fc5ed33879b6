package dev.earshot.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the kernel says about this machine. Read from files only: a native library that does not fit would kill the process
 * before it could tell.
 *
 * @param architecture {@code aarch64} or {@code x86_64}, otherwise as the JVM names it
 * @param board name of the board, where firmware tells
 * @param cpu model name of the processor, where the kernel tells
 * @param cpuFeatures the kernel's names, as in the {@code flags} (x86) or {@code Features} (ARM) line of /proc/cpuinfo
 * @param cores processors this process may use
 */
public record MachineFacts(
        String architecture, Optional<String> board, Optional<String> cpu, Set<String> cpuFeatures, int cores) {

    /** Longer files are cut here; /proc/cpuinfo of a large server stays below. */
    private static final int LONGEST_FILE = 1 << 20;

    public MachineFacts {
        cpuFeatures = Set.copyOf(cpuFeatures);
    }

    /**
     * Reads the facts below a root.
     *
     * @param root {@code /}, or a recorded tree in tests
     * @param osArch the system property {@code os.arch}
     */
    public static MachineFacts read(Path root, String osArch, int cores) {
        String cpuinfo = text(root.resolve("proc/cpuinfo")).orElse("");
        Optional<String> board = Stream.of(
                        "proc/device-tree/model",
                        "sys/firmware/devicetree/base/model",
                        "sys/devices/virtual/dmi/id/product_name")
                .map(root::resolve)
                .flatMap(file -> text(file).stream())
                .map(name -> name.replace("\0", "").strip())
                .filter(name -> !name.isEmpty())
                .findFirst();
        return new MachineFacts(
                architecture(osArch),
                board,
                line(cpuinfo, "model name").or(() -> line(cpuinfo, "Model")),
                features(cpuinfo),
                cores);
    }

    private static String architecture(String osArch) {
        return osArch.equals("amd64") ? "x86_64" : osArch.equals("arm64") ? "aarch64" : osArch;
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

    private static Optional<String> line(String text, String key) {
        return text.lines()
                .filter(line -> line.contains(":")
                        && line.substring(0, line.indexOf(':')).strip().equals(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static Optional<String> text(Path file) {
        try (var in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(LONGEST_FILE), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether every one of these features is there. */
    public boolean has(String... features) {
        return cpuFeatures.containsAll(Set.of(features));
    }
}
