package dev.earshot.device;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NVIDIA's system on a Jetson. Its release decides which CUDA there is; no other file says so without the CUDA tools installed.
 *
 * @param release of Linux for Tegra, {@code 36.4.3}
 * @param jetpack NVIDIA's name for the whole, {@code 6.2}; absent for releases later than this table
 * @param cuda {@code 12.6}
 */
public record JetsonFacts(String release, Optional<String> jetpack, Optional<String> cuda) {
    private static final Pattern FIRST_LINE = Pattern.compile("# R(\\d+) \\(release\\), REVISION: (\\d+)(\\.\\d+)?");

    /** First release of each row, in order; as NVIDIA publishes them. */
    private record Row(int major, int minor, int patch, String jetpack, String cuda) {
        boolean isAtMost(int otherMajor, int otherMinor, int otherPatch) {
            return major == otherMajor && (minor < otherMinor || minor == otherMinor && patch <= otherPatch);
        }
    }

    private static final List<Row> ROWS = List.of(
            new Row(32, 0, 0, "4", "10.2"),
            new Row(32, 6, 1, "4.6", "10.2"),
            new Row(35, 0, 0, "5", "11.4"),
            new Row(35, 2, 1, "5.1", "11.4"),
            new Row(36, 0, 0, "6.0", "12.2"),
            new Row(36, 4, 0, "6.1", "12.6"),
            new Row(36, 4, 3, "6.2", "12.6"),
            new Row(38, 0, 0, "7.0", "13.0"),
            new Row(38, 4, 0, "7.1", "13.0"),
            new Row(39, 0, 0, "7.2", "13.2"));

    static Optional<JetsonFacts> read(FactFiles files) {
        return files.line("etc/nv_tegra_release")
                .map(FIRST_LINE::matcher)
                .filter(Matcher::lookingAt)
                .map(found -> {
                    int major = Integer.parseInt(found.group(1));
                    int minor = Integer.parseInt(found.group(2));
                    int patch = found.group(3) == null
                            ? 0
                            : Integer.parseInt(found.group(3).substring(1));
                    Optional<Row> row = ROWS.stream()
                            .filter(it -> it.isAtMost(major, minor, patch))
                            .reduce((earlier, later) -> later);
                    return new JetsonFacts(
                            major + "." + minor + "." + patch, row.map(Row::jetpack), row.map(Row::cuda));
                });
    }

    /** {@code JetPack 6.2 (L4T 36.4.3, CUDA 12.6)}. */
    @Override
    public String toString() {
        return "JetPack " + jetpack.orElse("later than known") + " (L4T " + release
                + cuda.map(version -> ", CUDA " + version).orElse("") + ")";
    }
}
