package dev.earshot.natives;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a library tells the dynamic loader.
 *
 * @param soname the name others find it by
 * @param runpath where it looks for others first, or its older relative RPATH, said so
 * @param needed the names of the libraries that it needs
 * @param executableStack whether the loader must make the process' stack executable
 * @param versions of the symbols it takes from others, by kind ({@code GLIBC}), the highest
 */
record ElfFacts(
        Optional<String> soname,
        Optional<String> runpath,
        List<String> needed,
        boolean executableStack,
        Map<String, SymbolVersion> versions) {

    private static final Pattern DYNAMIC = Pattern.compile("^ {2}(SONAME|RUNPATH|RPATH|NEEDED)\\s+(\\S*)$");
    private static final Pattern VERSION = Pattern.compile("^ {4}0x[0-9a-f]+ 0x\\w+ \\d+ ([A-Z]+)_([0-9.]+)$");

    /** A version of dotted numbers, in their order: 2.9 is before 2.34. */
    record SymbolVersion(List<Integer> numbers) implements Comparable<SymbolVersion> {
        static SymbolVersion of(String dotted) {
            return new SymbolVersion(Pattern.compile("\\.")
                    .splitAsStream(dotted)
                    .map(Integer::valueOf)
                    .toList());
        }

        @Override
        public int compareTo(SymbolVersion other) {
            for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
                int difference = Integer.compare(number(i), other.number(i));
                if (difference != 0) {
                    return difference;
                }
            }
            return 0;
        }

        private int number(int index) {
            return index < numbers.size() ? numbers.get(index) : 0;
        }

        @Override
        public String toString() {
            return String.join(".", numbers.stream().map(String::valueOf).toList());
        }
    }

    /** Reads the lines of {@code objdump -p}. */
    static ElfFacts parse(List<String> lines) {
        Optional<String> soname = Optional.empty();
        Optional<String> runpath = Optional.empty();
        List<String> needed = new ArrayList<>();
        Map<String, SymbolVersion> versions = new TreeMap<>();
        boolean executableStack = true;
        boolean stackHeader = false;
        boolean references = false;
        for (String line : lines) {
            // The flags stand in the second line of a program header. Without the header the stack is executable.
            if (stackHeader) {
                executableStack = !line.matches(".*flags [r-][w-]-");
            }
            stackHeader = line.matches("\\s*STACK off .*");
            // What a library defines itself is listed in the same way, under another heading.
            references = line.startsWith("Version References:") || references && line.startsWith(" ");
            Matcher version = VERSION.matcher(line);
            if (references && version.matches()) {
                versions.merge(
                        version.group(1), SymbolVersion.of(version.group(2)), (a, b) -> a.compareTo(b) >= 0 ? a : b);
            }
            Matcher dynamic = DYNAMIC.matcher(line);
            if (dynamic.matches()) {
                switch (dynamic.group(1)) {
                    case "SONAME" -> soname = Optional.of(dynamic.group(2));
                    case "RUNPATH" -> runpath = Optional.of(dynamic.group(2));
                    case "RPATH" -> runpath = Optional.of("RPATH " + dynamic.group(2));
                    default -> needed.add(dynamic.group(2));
                }
            }
        }
        return new ElfFacts(soname, runpath, List.copyOf(needed), executableStack, Map.copyOf(versions));
    }
}
