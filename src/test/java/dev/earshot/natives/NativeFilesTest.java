package dev.earshot.natives;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.natives.ElfFacts.SymbolVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads every library that native-libs/build.sh has built, for whatever processor: where a file would not load, or would stop
 * the process on a board that nobody has at hand, it shows here.
 *
 * <p>Those of this machine must be built; those for ARM boards must be with {@code -Pslow}, and are read otherwise if they are.
 */
class NativeFilesTest {
    private static final boolean SLOW = Boolean.getBoolean("tests.slow");

    /** Where native-libs/build.sh has put the libraries. */
    private static final Path FOLDER = Path.of(System.getProperty("earshot.native.dir"));

    /** What runs without a GPU, and with it the names by which the loader asks for the files. */
    private static final Set<String> OWN =
            Set.of("libwhisper-jni.so", "libwhisper.so.1", "libggml.so.0", "libggml-base.so.0");

    /** On every Debian, Raspberry Pi OS and Ubuntu that has a JVM; libgomp only where it was asked for. */
    private static final Set<String> SYSTEM = Set.of(
            "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libstdc++.so.6", "libgcc_s.so.1");

    /**
     * What JetPack 6 (Ubuntu 22.04) has; Raspberry Pi OS 12 has more (glibc 2.36, the same libstdc++). A build on a newer system
     * may need more, and then runs only there: -Dearshot.test.glibc=2.41 lets it, for libraries that stay where they are built.
     */
    private static final Map<String, SymbolVersion> HIGHEST = Map.of(
            "GLIBC", SymbolVersion.of(System.getProperty("earshot.test.glibc", "2.35")),
            "GLIBCXX", SymbolVersion.of(System.getProperty("earshot.test.glibcxx", "3.4.30")),
            "CXXABI", SymbolVersion.of(System.getProperty("earshot.test.cxxabi", "1.3.13")));

    /** Fewer would mean that the disassembly was not read; the smallest library has some thousand. */
    private static final long FEWEST_INSTRUCTIONS = 500;

    static List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>();
        for (Architecture architecture : Architecture.values()) {
            Path folder = FOLDER.resolve("linux-" + architecture.label());
            if (Files.isRegularFile(folder.resolve("libwhisper-jni.so"))) {
                folders.add(folder);
            }
        }
        return folders;
    }

    static List<NativeFile> files() throws IOException {
        List<NativeFile> all = new ArrayList<>();
        for (Path folder : folders()) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.getFileName().toString().contains(".so"))
                        .sorted()
                        .map(NativeFile::of)
                        .forEach(all::add);
            }
        }
        return all;
    }

    @BeforeAll
    static void requireLibraries() throws IOException {
        for (Architecture architecture : Architecture.values()) {
            String variant = "linux-" + architecture.label();
            boolean built = folders().contains(FOLDER.resolve(variant));
            boolean wanted = architecture.ofThisMachine() || SLOW && architecture == Architecture.AARCH64;
            assertThat(built || !wanted)
                    .as("No native libraries in %s: run native-libs/build.sh %s", FOLDER.resolve(variant), variant)
                    .isTrue();
            if (!built) {
                System.out.println("Not built, so not read: " + variant);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void shouldHaveOurLibrariesAndABackendForTheOldestProcessor(Path folder) throws IOException {
        List<NativeFile> files =
                files().stream().filter(file -> file.path().startsWith(folder)).toList();

        assertThat(files).extracting(NativeFile::name).containsAll(OWN);
        assertThat(files)
                .allSatisfy(file -> assertThat("linux-" + file.architecture().label())
                        .isEqualTo(folder.getFileName().toString()));
        assertThat(files.stream().flatMap(file -> file.cpuVariant().stream()))
                .containsAnyOf("armv8.0_1", "sse42", "x64")
                .hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldTellTheLoaderNoMoreThanItNeedsToKnow(NativeFile file) {
        ElfFacts facts = file.facts();

        if (!file.cpuVariant().isPresent() && !file.name().equals("libwhisper-jni.so")) {
            assertThat(facts.soname()).contains(file.name());
        }
        assertThat(facts.runpath()).contains("$ORIGIN");
        assertThat(facts.executableStack()).as("executable stack").isFalse();
        Set<String> allowed = new HashSet<>(SYSTEM);
        allowed.addAll(OWN);
        allowed.add(file.architecture().loader());
        if (openMp(file)) {
            allowed.add("libgomp.so.1");
        }
        assertThat(facts.needed()).isNotEmpty().isSubsetOf(allowed);
    }

    private static boolean openMp(NativeFile file) {
        Path properties = file.path().resolveSibling("build.properties");
        try {
            return Files.exists(properties) && Files.readAllLines(properties).contains("openmp=ON");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldRunOnTheOldestSystemThatWeName() throws IOException {
        Map<String, SymbolVersion> highest = new TreeMap<>();
        for (NativeFile file : files()) {
            Map<String, SymbolVersion> versions = file.facts().versions();
            assertThat(versions).as("%s needs something of glibc", file).containsKey("GLIBC");
            HIGHEST.forEach((kind, bound) -> {
                if (versions.containsKey(kind)) {
                    assertThat(versions.get(kind)).as("%s: %s", file, kind).isLessThanOrEqualTo(bound);
                    highest.merge(kind, versions.get(kind), (a, b) -> a.compareTo(b) >= 0 ? a : b);
                }
            });
        }
        System.out.println("The native libraries need " + highest + "; allowed are " + new TreeMap<>(HIGHEST));
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldHoldTheInstructionsOfItsProcessorsAndNoOthers(NativeFile file) {
        CpuRules rules = CpuRules.of(file);

        NativeFile.Code code = file.code();

        System.out.printf(
                "%s: %,d instructions, %s%n",
                file, code.instructions(), code.examples().keySet());
        assertThat(code.instructions()).isGreaterThan(FEWEST_INSTRUCTIONS);
        assertThat(code.examples().entrySet())
                .as("%s holds instructions that its processors may lack", file)
                .allSatisfy(example ->
                        assertThat(example.getKey()).as(example.getValue()).isIn(rules.may()));
        assertThat(code.examples().keySet())
                .as("%s has what its name promises", file)
                .containsAll(rules.must());
    }

    static Stream<NativeFile> armFiles() throws IOException {
        return files().stream().filter(file -> file.architecture() == Architecture.AARCH64);
    }

    /** Without a list of ours: the assembler knows what a processor has. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("armFiles")
    void shouldBeWhatAnAssemblerAllowsForItsProcessors(NativeFile file, @TempDir Path scratch) {
        String march = CpuRules.march(file);

        assertThat(file.refusedBy(march, scratch)).isEmpty();
        if (!march.equals(CpuRules.OLDEST_ARM)) {
            assertThat(file.refusedBy(CpuRules.OLDEST_ARM, scratch)).isNotEmpty();
        }
    }
}
