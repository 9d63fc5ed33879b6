package dev.earshot.natives;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.natives.ElfFacts.SymbolVersion;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElfFactsTest {
    private static final String LIBRARY = """

            libggml.so.0:     file format elf64-littleaarch64

            Program Header:
                LOAD off    0x0000000000000000 vaddr 0x0000000000000000 paddr 0x0000000000000000 align 2**16
                     filesz 0x00000000000c3305 memsz 0x00000000000c3305 flags r-x
               STACK off    0x0000000000000000 vaddr 0x0000000000000000 paddr 0x0000000000000000 align 2**4
                     filesz 0x0000000000000000 memsz 0x0000000000000000 flags rw-

            Dynamic Section:
              NEEDED               libggml-base.so.0
              NEEDED               libc.so.6
              SONAME               libggml.so.0
              RUNPATH              $ORIGIN
              INIT                 0x0000000000011608

            Version definitions:
            1 0x01 0x0a7d41a7 libggml.so.0
                0x0a7d41a7 0x00 02 GLIBC_9.99

            Version References:
              required from libc.so.6:
                0x069691b4 0x00 09 GLIBC_2.34
                0x06969197 0x00 04 GLIBC_2.4
              required from libstdc++.so.6:
                0x0bafd179 0x00 11 CXXABI_1.3.9
                0x0297f879 0x00 08 GLIBCXX_3.4.29
                0x08922974 0x00 02 GLIBCXX_3.4
            private flags = 0x0:
            """;

    private static ElfFacts parse(String text) {
        return ElfFacts.parse(text.lines().toList());
    }

    @Test
    void shouldReadWhatTheLoaderIsTold() {
        ElfFacts facts = parse(LIBRARY);

        assertThat(facts.soname()).contains("libggml.so.0");
        assertThat(facts.runpath()).contains("$ORIGIN");
        assertThat(facts.needed()).containsExactly("libggml-base.so.0", "libc.so.6");
        assertThat(facts.executableStack()).isFalse();
    }

    @Test
    void shouldTakeTheHighestVersionThatOthersMustHave() {
        assertThat(parse(LIBRARY).versions())
                .isEqualTo(Map.of(
                        "GLIBC", SymbolVersion.of("2.34"),
                        "GLIBCXX", SymbolVersion.of("3.4.29"),
                        "CXXABI", SymbolVersion.of("1.3.9")));
    }

    @Test
    void shouldSeeAnExecutableStackWhereItIsAskedForOrNotRuledOut() {
        String asked = LIBRARY.replace("flags rw-", "flags rwx");
        String unsaid = LIBRARY.replace("   STACK off", "   RELRO off");

        assertThat(parse(asked).executableStack()).isTrue();
        assertThat(parse(unsaid).executableStack()).isTrue();
    }

    @Test
    void shouldTellTheOlderRpathFromARunpathWhenThereIsOne() {
        assertThat(parse(LIBRARY.replace("  RUNPATH ", "  RPATH   ")).runpath()).contains("RPATH $ORIGIN");
    }

    @Test
    void shouldFindNothingWhereNothingIsSaid() {
        ElfFacts facts = parse("");

        assertThat(facts.soname()).isEmpty();
        assertThat(facts.runpath()).isEmpty();
        assertThat(facts.needed()).isEmpty();
        assertThat(facts.versions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2.9, 2.34", "2.34, 2.35", "3.4, 3.4.1", "3.4.29, 3.4.30"})
    void shouldOrderVersionsByNumberWhenTheyAreCompared(String lower, String higher) {
        assertThat(SymbolVersion.of(lower)).isLessThan(SymbolVersion.of(higher));
        assertThat(SymbolVersion.of(lower)).isEqualByComparingTo(SymbolVersion.of(lower + ".0"));
    }
}
