package dev.earshot.natives;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** One built library, read with binutils; without them these tests fail and name the package, they do not skip. */
record NativeFile(Path path, Architecture architecture) {
    /**
     * What a library's code is made of.
     *
     * @param instructions how many were read
     * @param examples the extensions that it needs, each with the first line that does
     */
    record Code(long instructions, Map<Extension, String> examples) {}

    static NativeFile of(Path path) {
        try {
            return new NativeFile(path, Architecture.of(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return path.getFileName().toString();
    }

    /** {@code haswell} of {@code libggml-cpu-haswell.so}; empty for what every processor of the architecture must run. */
    Optional<String> cpuVariant() {
        return name().startsWith("libggml-cpu-")
                ? Optional.of(name().substring("libggml-cpu-".length(), name().length() - ".so".length()))
                : Optional.empty();
    }

    ElfFacts facts() {
        return objdump(lines -> ElfFacts.parse(lines.toList()), "-p");
    }

    Code code() {
        Map<Extension, String> examples = new EnumMap<>(Extension.class);
        long count = objdump(
                lines -> lines.map(line -> {
                            Optional<Set<Extension>> needed = Extension.neededBy(architecture, line);
                            needed.ifPresent(
                                    all -> all.forEach(extension -> examples.putIfAbsent(extension, line.strip())));
                            return needed;
                        })
                        .filter(Optional::isPresent)
                        .count(),
                "-d",
                "--no-show-raw-insn");
        return new Code(count, examples);
    }

    /** What GNU as says of the instructions that such a processor lacks. */
    List<String> refusedBy(String march, Path scratch) {
        return objdump(
                lines -> {
                    try {
                        return Reassembly.refused(
                                lines.flatMap(line -> Reassembly.source(line).stream()), march, scratch);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "-d",
                "--no-show-raw-insn");
    }

    private <T> T objdump(Function<Stream<String>, T> read, String... options) {
        String program = architecture.binutil("objdump");
        List<String> command = Stream.of(Stream.of(program), Stream.of(options), Stream.of(path.toString()))
                .flatMap(Function.identity())
                .toList();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader reader = process.inputReader()) {
                T result = read.apply(reader.lines());
                if (process.waitFor() != 0) {
                    throw new AssertionError(command + " ended with status " + process.exitValue());
                }
                return result;
            }
        } catch (IOException e) {
            throw new AssertionError("This test needs " + program + ": apt install " + architecture.debianPackage(), e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return path.getParent().getFileName() + "/" + name();
    }
}
