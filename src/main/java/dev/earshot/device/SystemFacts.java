package dev.earshot.device;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The operating system.
 *
 * @param name as it presents itself, {@code Debian GNU/Linux 12 (bookworm)}
 * @param kernel its release
 * @param container whether this process is in one that says so
 * @param libc the C library that native code would get
 * @param notBefore a moment that has surely passed: the latest that the system's own files remember
 */
public record SystemFacts(
        Optional<String> name, Optional<String> kernel, boolean container, CLibrary libc, Optional<Instant> notBefore) {

    static SystemFacts read(FactFiles files, String architecture) {
        return new SystemFacts(
                name(files),
                files.line("proc/sys/kernel/osrelease"),
                Stream.of(".dockerenv", "run/.containerenv", "run/systemd/container")
                        .anyMatch(files::exists),
                CLibrary.read(files, architecture),
                Stream.of("etc/os-release", "etc/fake-hwclock.data", "var/lib/systemd/timesync/clock")
                        .flatMap(file -> files.changed(file).stream())
                        .max(Instant::compareTo));
    }

    private static Optional<String> name(FactFiles files) {
        return Stream.of("etc/os-release", "usr/lib/os-release")
                .flatMap(file -> files.text(file).stream())
                .flatMap(String::lines)
                .filter(line -> line.startsWith("PRETTY_NAME="))
                .map(line -> line.substring("PRETTY_NAME=".length())
                        .replace("\"", "")
                        .strip())
                .findFirst();
    }
}
