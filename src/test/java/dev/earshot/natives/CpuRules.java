package dev.earshot.natives;

import static dev.earshot.natives.Extension.AVX;
import static dev.earshot.natives.Extension.AVX512;
import static dev.earshot.natives.Extension.BMI;
import static dev.earshot.natives.Extension.CRC32;
import static dev.earshot.natives.Extension.DOT_PRODUCT;
import static dev.earshot.natives.Extension.FMA;
import static dev.earshot.natives.Extension.HALF_PRECISION;
import static dev.earshot.natives.Extension.LSE;
import static dev.earshot.natives.Extension.ROUNDING_DOUBLING;
import static dev.earshot.natives.Extension.SSE4;
import static dev.earshot.natives.Extension.VNNI;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a CPU backend may hold, by the name that ggml gives it, and what it must hold: one without its own instructions would be
 * a slower file under a faster one's name, and a check that finds nothing anywhere would look like this, too.
 *
 * @param may everything else stops a processor of that name
 * @param must what the name promises
 */
record CpuRules(Set<Extension> may, Set<Extension> must) {
    /** ARMv8.0, and nothing of what it leaves to the maker of a processor. */
    static final String OLDEST_ARM = "armv8-a";

    /**
     * For every file that is not chosen by processor. GCC's out-of-line atomics would be allowed on ARMv8.0, since they ask the
     * kernel before they use LSE; but in a file without symbols nothing tells those from others, so the build switches them
     * off and not one LSE instruction may be there.
     */
    static final CpuRules BASELINE = new CpuRules(Set.of(), Set.of());

    private static final Map<String, CpuRules> BY_VARIANT = Map.of(
            "armv8.0_1", BASELINE,
            "armv8.2_1", new CpuRules(Set.of(LSE, ROUNDING_DOUBLING, CRC32, DOT_PRODUCT), Set.of(LSE, DOT_PRODUCT)),
            "armv8.2_2",
                    new CpuRules(
                            Set.of(LSE, ROUNDING_DOUBLING, CRC32, DOT_PRODUCT, HALF_PRECISION),
                            Set.of(LSE, DOT_PRODUCT, HALF_PRECISION)),
            "x64", BASELINE,
            "sse42", new CpuRules(Set.of(SSE4), Set.of(SSE4)),
            "haswell", new CpuRules(Set.of(SSE4, AVX, FMA, BMI), Set.of(AVX, FMA, BMI)),
            "skylakex", new CpuRules(Set.of(SSE4, AVX, FMA, BMI, AVX512), Set.of(AVX, FMA, AVX512)),
            "icelake", new CpuRules(Set.of(SSE4, AVX, FMA, BMI, AVX512, VNNI), Set.of(AVX, FMA, AVX512, VNNI)));

    /** How GNU as names an ARM processor that has what this file may hold. */
    static String march(NativeFile file) {
        return switch (file.cpuVariant().orElse("")) {
            case "armv8.2_1" -> "armv8.2-a+dotprod";
            case "armv8.2_2" -> "armv8.2-a+dotprod+fp16";
            default -> OLDEST_ARM;
        };
    }

    static CpuRules of(NativeFile file) {
        Optional<String> variant = file.cpuVariant();
        if (variant.isEmpty()) {
            return BASELINE;
        }
        CpuRules rules = BY_VARIANT.get(variant.get());
        if (rules == null) {
            throw new AssertionError(
                    file + ": no rule says what the CPU variant " + variant.get() + " may hold; add it to "
                            + CpuRules.class.getSimpleName() + " (known: " + BY_VARIANT.keySet() + ")");
        }
        return rules;
    }
}
