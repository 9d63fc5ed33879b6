package dev.earshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The unit and its drop-ins, by systemd's own tool. */
class SystemdUnitTest {
    private static final Path FOLDER = Path.of("install/systemd").toAbsolutePath();
    private static final String UNIT = "earshot.service";
    private static final String DROP_INS = UNIT + ".d";

    /** Exposure times ten that must not be exceeded. */
    private static final String THRESHOLD = "--threshold=20";

    @TempDir
    private Path root;

    static Stream<List<String>> uses() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve(DROP_INS))) {
            List<String> all =
                    files.map(file -> file.getFileName().toString()).sorted().toList();
            assertThat(all).contains("audio.conf", "gpu.conf", "java.conf");
            return Stream.concat(Stream.of(List.of(), all), all.stream().map(List::of));
        }
    }

    /** What the unit starts is not installed here. */
    private static String startable(Path file) throws IOException {
        return Files.readString(file).replaceAll("(?m)^ExecStart=/.*$", "ExecStart=/bin/true");
    }

    /** Below a folder as systemd finds them. */
    private Path installed(List<String> dropIns) throws IOException {
        Path units = Files.createDirectories(root.resolve("etc/systemd/system"));
        Files.writeString(units.resolve(UNIT), startable(FOLDER.resolve(UNIT)));
        Files.createDirectories(units.resolve(DROP_INS));
        for (String dropIn : dropIns) {
            Files.writeString(
                    units.resolve(DROP_INS).resolve(dropIn),
                    startable(FOLDER.resolve(DROP_INS).resolve(dropIn)));
        }
        return units;
    }

    private static String analyze(Path folder, String... arguments) {
        List<String> command = Stream.concat(Stream.of("systemd-analyze"), Stream.of(arguments))
                .toList();
        return Programs.run("systemd", folder, command.toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("uses")
    void shouldBeUnderstoodBySystemdWithoutAComplaint(List<String> dropIns) throws IOException {
        Path units = installed(dropIns);

        assertThat(analyze(units, "verify", "./" + UNIT).lines()).noneMatch(line -> line.contains("earshot"));

        Files.writeString(units.resolve(DROP_INS).resolve("wrong.conf"), "[Service]\nWatchdogSek=1\n");
        assertThat(analyze(units, "verify", "./" + UNIT)).contains("WatchdogSek");
    }

    @ParameterizedTest
    @MethodSource("uses")
    void shouldExposeLittle(List<String> dropIns) throws IOException {
        installed(dropIns);

        String said = analyze(root, "security", "--offline=true", "--root=" + root, "--no-pager", THRESHOLD, UNIT);

        assertThat(said).contains("Overall exposure level for " + UNIT);
    }

    @Test
    void shouldSayWhatSurvivesAndHowOftenItStarts() throws IOException {
        Map<String, String> unit = settings(FOLDER.resolve(UNIT));

        assertThat(unit)
                .containsEntry("Type", "notify")
                .containsEntry("User", "earshot")
                .containsEntry("Restart", "on-failure")
                .containsEntry("StateDirectory", "earshot")
                .containsEntry("CacheDirectory", "earshot")
                .containsEntry("RuntimeDirectory", "earshot")
                .containsEntry("RuntimeDirectoryPreserve", "restart")
                .containsEntry("LimitCORE", "0")
                .containsEntry("WatchdogSec", "60s");
        assertThat(Integer.parseInt(unit.get("StartLimitBurst"))).isGreaterThan(4);
        assertThat(Integer.parseInt(unit.get("CPUWeight")))
                .as("100 is the UI's")
                .isLessThan(100);
        assertThat(Integer.parseInt(unit.get("OOMScoreAdjust"))).isPositive();
    }

    @Test
    void shouldOpenOnlyTheDevicesThatAreAskedFor() throws IOException {
        assertThat(settings(FOLDER.resolve(UNIT))).containsEntry("PrivateDevices", "yes");
        assertThat(settings(FOLDER.resolve(DROP_INS).resolve("audio.conf")))
                .containsEntry("SupplementaryGroups", "audio")
                .containsEntry("DevicePolicy", "closed")
                .containsEntry("DeviceAllow", "char-alsa rw");
        assertThat(settings(FOLDER.resolve(DROP_INS).resolve("gpu.conf")))
                .containsEntry("SupplementaryGroups", "video render")
                .containsEntry("DevicePolicy", "closed");
    }

    private static Map<String, String> settings(Path file) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        Files.readAllLines(file).stream()
                .filter(line -> line.matches("\\w+=.*"))
                .map(line -> line.split("=", 2))
                .forEach(pair -> settings.put(pair[0], pair[1]));
        return settings;
    }
}
