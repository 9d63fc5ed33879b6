package dev.earshot.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReassemblyTest {
    @TempDir
    Path scratch;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stp x29, x30, [sp, #-16]! | stp x29, x30, [sp, #-16]!",
                "bl 13110 <call_weak_fn> | bl .",
                "b.ne 11aa0 <f+0x20>  // b.any | b.ne .",
                "tbnz w0, #3, 11aa0 <f+0x20> | tbnz w0, #3, .",
                "adrp x16, df000 <__FRAME_END__+0x1bd98> | adrp x16, .",
                "ldr d0, 12ab8 <f+0x58> | ldr d0, .",
                "ldr x0, [x1] | ldr x0, [x1]",
                "ret | ret",
            })
    void shouldWriteAnInstructionAsAnAssemblerTakesItWhenItIsRead(String disassembled, String source) {
        assertThat(Reassembly.source("   11614:\t" + disassembled.replaceFirst(" ", "\t")))
                .contains(source);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0000000000011608 <_init>:", "Disassembly of section .init:", "\t..."})
    void shouldReadNothingWhereThereIsNoInstruction(String line) {
        assertThat(Reassembly.source(line)).isEmpty();
    }

    @Test
    void shouldNameWhatTheProcessorLacksWhenTheOthersAreFine() throws IOException {
        Stream<String> instructions = Stream.of("mov x0, x1", "bl .", "casal w0, w1, [x2]", "ret");

        assertThat(Reassembly.refused(instructions, "armv8-a", scratch))
                .containsExactly("selected processor does not support `casal w0,w1,[x2]'");
    }

    @Test
    void shouldRefuseNothingWhenTheProcessorHasIt() throws IOException {
        assertThat(Reassembly.refused(Stream.of("casal w0, w1, [x2]"), "armv8.1-a", scratch))
                .isEmpty();
    }

    @Test
    void shouldNameWhatNoAssemblerUnderstands() throws IOException {
        assertThat(Reassembly.refused(Stream.of("frobnicate x0"), "armv8-a", scratch))
                .singleElement()
                .asString()
                .contains("frobnicate");
    }
}
