package dev.earshot.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The C library of the system. Natives need at least the version that they were linked against, and cannot say so in words.
 *
 * <p>Found without loading or running it: until glibc 2.33 its file was called after the version, {@code libc-2.31.so}, with a link
 * to it. Later ones have no such name, but all carry the line that they print when they are run as a program, {@code GNU C Library
 * (...) stable release version 2.36.}; it is looked for in the file's bytes.
 *
 * @param kind {@code glibc}, {@code musl}, or {@code unknown}
 * @param version {@code 2.36}, where it is known
 */
public record CLibrary(String kind, Optional<String> version) {
    public static final String GLIBC = "glibc";
    public static final String MUSL = "musl";

    /** Twice what the largest distribution's has. */
    private static final int MOST_BYTES = 8 << 20;

    private static final Pattern NAME = Pattern.compile("libc-(\\d+\\.\\d+)\\.so");
    private static final Pattern BANNER = Pattern.compile("GNU C Library [^\\n]{0,200}?release version (\\d+\\.\\d+)");

    static CLibrary read(FactFiles files, String architecture) {
        List<String> folders = List.of(
                "lib/" + architecture + "-linux-gnu",
                "usr/lib/" + architecture + "-linux-gnu",
                "lib64",
                "usr/lib64",
                "usr/lib");
        for (String folder : folders) {
            Optional<String> version = byName(files, folder).or(() -> byBanner(files, folder));
            if (version.isPresent()) {
                return new CLibrary(GLIBC, version);
            }
        }
        boolean musl = files.exists("lib/ld-musl-" + architecture + ".so.1");
        return new CLibrary(musl ? MUSL : "unknown", Optional.empty());
    }

    private static Optional<String> byName(FactFiles files, String folder) {
        Path link = files.path(folder + "/libc.so.6");
        if (!Files.isSymbolicLink(link)) {
            return Optional.empty();
        }
        try {
            Matcher name =
                    NAME.matcher(Files.readSymbolicLink(link).getFileName().toString());
            return name.matches() ? Optional.of(name.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> byBanner(FactFiles files, String folder) {
        return files.head(folder + "/libc.so.6", MOST_BYTES)
                .map(bytes -> BANNER.matcher(new String(bytes, StandardCharsets.ISO_8859_1)))
                .filter(Matcher::find)
                .map(banner -> banner.group(1));
    }

    /** Whether it is known to be older than a version {@code major.minor}. */
    public boolean olderThan(String other) {
        return version.isPresent() && number(version.get()) < number(other);
    }

    private static int number(String version) {
        String[] parts = version.split("\\.");
        return Integer.parseInt(parts[0]) * 1000 + Integer.parseInt(parts[1]);
    }

    @Override
    public String toString() {
        return version.map(number -> kind + " " + number).orElse(kind);
    }
}
