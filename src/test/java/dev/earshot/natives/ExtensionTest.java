package dev.earshot.natives;

import static dev.earshot.natives.Architecture.AARCH64;
import static dev.earshot.natives.Architecture.X86_64;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * GNU as agrees with these lists: with {@code -march=armv8-a} it takes the lines that need nothing and refuses those that do, and
 * with {@code -march=generic64} likewise but for tzcnt, endbr64, vmcall and xgetbv, which older PCs read as something harmless
 * or which the kernel alone uses.
 */
class ExtensionTest {
    private static String line(String instruction) {
        return "   11614:\t" + instruction.replaceFirst(" ", "\t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ldr x17, [x16, #4088]",
                "ldaxr w0, [x1]",
                "stlxr w2, w3, [x1]",
                "ldar w0, [x1]",
                "ldarb w0, [x0]",
                "stlrb w1, [x0]",
                "ldrh w0, [x1]",
                "ldr h0, [x1]",
                "str h0, [x1, #2]",
                "fcvt s0, h0",
                "fcvt h31, s31",
                "fcvtl v0.4s, v1.4h",
                "fcvtl2 v0.4s, v1.8h",
                "fcvtn v0.4h, v1.4s",
                "fcvtn2 v0.8h, v1.4s",
                "fcvtns w0, s1",
                "scvtf s0, w1",
                "fmla v0.4s, v1.4s, v2.s[0]",
                "fmul d0, d1, d2",
                "fmov w0, s0",
                "smull v0.8h, v1.8b, v2.8b",
                "saddlp v0.4s, v1.8h",
                "dup v0.8h, w1",
                "umov w0, v1.h[2]",
                "movi v0.8h, #0x0",
                "mul v0.8h, v1.8h, v2.h[1]",
                "pmull v0.8h, v1.8b, v2.8b",
                "sqrdmulh v0.4s, v1.4s, v2.4s",
                "bfi w0, w1, #8, #8",
                "bfxil w0, w1, #0, #8",
                "br x17",
                "blr x8",
                "ret",
                "paciasp",
                "smlal v0.4s, v1.4h, v2.4h",
                "shadd v0.4s, v1.4s, v2.4s",
                "csel x0, x1, xzr, eq",
                "ldp q0, q1, [x2]",
                "bl 13110 <sdot_kernel@plt>",
                "b.ne 11aa0 <ggml_vec_dot_f16+0x20>  // b.any",
                "adrp x16, df000 <z0.s>",
            })
    void shouldFindNothingWhereEveryArmV8CanRunIt(String instruction) {
        assertThat(Extension.neededBy(AARCH64, line(instruction)))
                .hasValueSatisfying(it -> assertThat(it).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LSE | ldaddal w1, w0, [x2]",
                "LSE | ldadd w1, w0, [x2]",
                "LSE | ldclrlb w1, w0, [x2]",
                "LSE | ldumaxh w1, w0, [x2]",
                "LSE | casal w0, w1, [x2]",
                "LSE | casalb w0, w1, [x2]",
                "LSE | caspal x0, x1, x2, x3, [x4]",
                "LSE | swpalb w0, w1, [x2]",
                "LSE | swp x0, x1, [x2]",
                "LSE | stadd w0, [x1]",
                "LSE | stsetlb w0, [x1]",
                "ROUNDING_DOUBLING | sqrdmlah v0.4s, v1.4s, v2.4s",
                "DOT_PRODUCT | sdot v0.4s, v1.16b, v2.4b[0]",
                "DOT_PRODUCT | udot v0.2s, v1.8b, v2.8b",
                "HALF_PRECISION | fmla v0.8h, v1.8h, v2.8h",
                "HALF_PRECISION | fmla v0.8h, v1.8h, v2.h[7]",
                "HALF_PRECISION | fadd v0.4h, v1.4h, v2.4h",
                "HALF_PRECISION | faddp h0, v1.2h",
                "HALF_PRECISION | fmul h0, h1, h2",
                "HALF_PRECISION | fmov h0, w1",
                "HALF_PRECISION | fmov v0.8h, #1.0",
                "HALF_PRECISION | fcvtzs w0, h1",
                "HALF_PRECISION | fcvtns v0.8h, v1.8h",
                "HALF_PRECISION | scvtf v0.8h, v1.8h",
                "HALF_PRECISION | ucvtf h0, w1",
                "INT8_MATRIX | smmla v0.4s, v1.16b, v2.16b",
                "INT8_MATRIX | usdot v0.4s, v1.16b, v2.16b",
                "BFLOAT16 | bfdot v0.4s, v1.8h, v2.8h",
                "BFLOAT16 | bfcvt h0, s1",
                "BFLOAT16 | bfmlalb v0.4s, v1.8h, v2.8h",
                "SVE | ptrue p0.b",
                "SVE | ldr z0, [x0]",
                "SVE | ld1w {z0.s}, p0/z, [x0]",
                "CRC32 | crc32cx w0, w1, x2",
                "CRYPTO | aese v0.16b, v1.16b",
                "CRYPTO | sha256h q0, q1, v2.4s",
                "CRYPTO | pmull v0.1q, v1.1d, v2.1d",
                "RCPC | ldapr w0, [x1]",
                "RCPC | ldaprb w0, [x1]",
                "RCPC | stlurh w0, [x1, #3]",
                "POINTER_AUTHENTICATION | retaa",
                "POINTER_AUTHENTICATION | blraaz x8",
            })
    void shouldNameWhatAnArmInstructionNeeds(Extension extension, String instruction) {
        assertThat(Extension.neededBy(AARCH64, line(instruction)))
                .hasValueSatisfying(it -> assertThat(it).containsExactly(extension));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mov %rsp,%rbp",
                "movss 0x1234(%rip),%xmm0        # 5678 <vmovss_table>",
                "mulps %xmm8,%xmm0",
                "cvtsi2ss %eax,%xmm0",
                "pmuludq %xmm0,%xmm1",
                "pinsrw $0x2,%eax,%xmm0",
                "pcmpgtd %xmm0,%xmm1",
                "andnps %xmm0,%xmm1",
                "lock xadd %eax,(%rdx)",
                "rep stos %al,%es:(%rdi)",
                "tzcnt %eax,%eax",
                "endbr64",
                "bnd jmp *%rax",
                "notrack jmp *%rax",
                "cs nopw 0x0(%rax,%rax,1)",
                "verw %ax",
                "vmcall",
                "call 1234 <vfmadd213ps@plt>",
                "pause",
                "xgetbv",
            })
    void shouldFindNothingWhereEvery64BitPcCanRunIt(String instruction) {
        assertThat(Extension.neededBy(X86_64, line(instruction)))
                .hasValueSatisfying(it -> assertThat(it).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SSE4 | pmaddubsw %xmm0,%xmm1",
                "SSE4 | popcnt %eax,%eax",
                "SSE4 | pinsrb $0x1,%eax,%xmm0",
                "SSE4 | crc32l %eax,%ecx",
                "SSE4 | pcmpeqq %xmm0,%xmm1",
                "AVX | vmovss 0x1234(%rip),%xmm0        # 5678 <x>",
                "AVX | vmovaps %ymm0,(%rax)",
                "AVX | vzeroupper",
                "AVX | vmaxss %xmm0,%xmm1,%xmm2",
                "BMI | shlx %eax,%ecx,%edx",
                "BMI | andn %rax,%rcx,%rdx",
                "BMI | blsr %eax,%ecx",
                "AVX512 | kmovd %k1,%eax",
                "AMX | tileloadd (%rax,%rcx,1),%tmm0",
                "AMX | ldtilecfg (%rax)",
            })
    void shouldNameWhatAnX86InstructionNeeds(Extension extension, String instruction) {
        assertThat(Extension.neededBy(X86_64, line(instruction)))
                .hasValueSatisfying(it -> assertThat(it).containsExactly(extension));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FMA | vfmadd231ps %ymm0,%ymm1,%ymm2",
                "FMA | vfnmadd132ss %xmm0,%xmm1,%xmm2",
                "FMA | vfmsubadd213pd %ymm0,%ymm1,%ymm2",
                "AVX512 | vmovups %zmm0,(%rax)",
                "AVX512 | vaddps %xmm17,%xmm1,%xmm2",
                "AVX512 | vpaddd %ymm0,%ymm1,%ymm2{%k1}",
                "VNNI | {vex} vpdpbusd %ymm0,%ymm1,%ymm2",
            })
    void shouldNameAnX86ExtensionBesideTheAvxThatItIsPartOf(Extension extension, String instruction) {
        assertThat(Extension.neededBy(X86_64, line(instruction)))
                .hasValueSatisfying(it -> assertThat(it).containsExactlyInAnyOrder(Extension.AVX, extension));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Disassembly of section .text:",
                "0000000000011608 <ggml_vec_dot_f16>:",
                "libggml.so:     file format elf64-littleaarch64",
                "\t...",
            })
    void shouldSeeNoInstructionWhereThereIsNone(String line) {
        assertThat(Extension.neededBy(AARCH64, line)).isEmpty();
        assertThat(Extension.neededBy(X86_64, line)).isEmpty();
    }
}
