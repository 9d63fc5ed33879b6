package dev.earshot.planning;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * By how much the memory of a process grew by a model.
 *
 * @param usual bytes, after half a minute on each lane
 * @param most bytes, after the longest prompt and the most hypotheses, too
 */
public record Measured(long usual, long most) {
    /** @param classpath of the child */
    public static Measured of(String classpath, String natives, Path model, Computing how)
            throws IOException, InterruptedException {
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms64m",
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:+AlwaysPreTouch",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classpath,
                        MemoryProbe.class.getName(),
                        natives,
                        model.toString(),
                        String.valueOf(how.lanes()),
                        String.valueOf(how.flashAttention())))
                .redirectError(Path.of("target/memory-probe.log").toFile())
                .start();
        String said = new String(child.getInputStream().readAllBytes()).strip();
        if (child.waitFor() != 0) {
            throw new IOException(
                    "The probe failed with " + child.exitValue() + "; see target/memory-probe.log. " + said);
        }
        String[] kilobytes =
                said.lines().reduce((first, second) -> second).orElseThrow().split(" ");
        return new Measured(Long.parseLong(kilobytes[0]) * 1024, Long.parseLong(kilobytes[1]) * 1024);
    }
}
