package dev.earshot.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Asks GNU as which of a library's ARM instructions a processor does not have. {@link Extension} knows the groups that it
 * was told of; an assembler knows the whole architecture.
 */
final class Reassembly {
    private static final Pattern INSTRUCTION = Pattern.compile("^\\s+[0-9a-f]+:\\t([a-z][\\w.]*)(?:\\t(.*))?$");
    private static final Pattern REMARK = Pattern.compile("\\s*(<[^>]*>|\\t?//.*)");
    private static final Pattern ADDRESS = Pattern.compile("(^|, )[0-9a-f]+$");
    private static final Pattern BRANCH = Pattern.compile("bl?|b\\.\\w+|[ct]bn?z|adrp?|ldr(sw)?");
    private static final Pattern REFUSED = Pattern.compile(".*Error: (.*)");

    private Reassembly() {}

    /** The instruction of a line of {@code objdump -d --no-show-raw-insn} as an assembler takes it; empty if there is none. */
    static Optional<String> source(String line) {
        Matcher matcher = INSTRUCTION.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String name = matcher.group(1);
        String operands =
                matcher.group(2) == null ? "" : REMARK.matcher(matcher.group(2)).replaceAll("");
        if (BRANCH.matcher(name).matches()) {
            // Targets are absolute there; here alone counts that it is a branch.
            operands = ADDRESS.matcher(operands).replaceAll("$1.");
        }
        return Optional.of((name + " " + operands).strip());
    }

    /**
     * Assembles each of these once.
     *
     * @param march as GNU as names a processor
     * @return what it says of those that it refuses
     */
    static List<String> refused(Stream<String> instructions, String march, Path scratch) throws IOException {
        Set<String> distinct = new LinkedHashSet<>();
        instructions.forEach(distinct::add);
        Path source = Files.write(scratch.resolve("instructions.s"), distinct);
        Path said = scratch.resolve("said");
        try {
            new ProcessBuilder(
                            Architecture.AARCH64.binutil("as"),
                            "-march=" + march,
                            "-o",
                            scratch.resolve("instructions.o").toString(),
                            source.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new AssertionError(
                    "This test needs GNU as for ARM: apt install " + Architecture.AARCH64.debianPackage(), e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return Files.readAllLines(said).stream()
                .flatMap(line -> REFUSED.matcher(line).results())
                .map(match -> match.group(1))
                .toList();
    }
}
