package dev.earshot.http;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** This kind of machine with a sensor, which tests heat, and a Raspberry Pi's flags. */
public final class HotBoardProfile implements QuarkusTestProfile {
    private static final Path PC = Path.of("src/test/resources/device/pc");
    private static final Path ROOT = Path.of("target/service-folders/hot-board").toAbsolutePath();
    private static final Path ZONE = ROOT.resolve("sys/class/thermal/thermal_zone0");

    @Override
    public Map<String, String> getConfigOverrides() {
        try (Stream<Path> files = Files.walk(PC)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                write(ROOT.resolve(PC.relativize(file)), Files.readAllBytes(file));
            }
            // This process' own processor and memory count where native code is to run.
            for (String own : List.of("proc/cpuinfo", "proc/meminfo", "proc/self/status")) {
                write(ROOT.resolve(own), Files.readAllBytes(Path.of("/", own)));
            }
            write(
                    ROOT.resolve("proc/sys/kernel/arch"),
                    System.getProperty("os.arch").getBytes());
            write(ZONE.resolve("type"), "cpu-thermal".getBytes());
            write(ZONE.resolve("trip_point_0_type"), "passive".getBytes());
            write(ZONE.resolve("trip_point_0_temp"), "90000".getBytes());
            set(50, "0x0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("earshot.device.root", ROOT.toString());
    }

    /** @param flags as {@code vcgencmd get_throttled} prints them */
    static void set(int celsius, String flags) throws IOException {
        write(ZONE.resolve("temp"), (celsius + "000").getBytes());
        write(ROOT.resolve("sys/devices/platform/soc/soc:firmware/get_throttled"), flags.getBytes());
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
