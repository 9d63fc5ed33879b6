package dev.earshot.device;

import java.util.Optional;

/** Which part of a native library a processor gets; ggml decides the same way when it is loaded. */
public final class Processors {
    private static final String ARM = "aarch64";
    private static final String X86 = "x86_64";

    private Processors() {}

    /** In words; absent where the processor can run none. */
    public static Optional<String> part(MachineFacts machine) {
        if (machine.architecture().equals(ARM) && machine.has(least(ARM))) {
            return Optional.of(
                    !machine.has("asimddp")
                            ? "ARMv8.0"
                            : machine.has("fphp", "asimdhp") ? "ARMv8.2 dotprod+fp16" : "ARMv8.2 dotprod");
        }
        if (machine.architecture().equals(X86) && machine.has(least(X86))) {
            return Optional.of(x86(machine));
        }
        return Optional.empty();
    }

    private static String x86(MachineFacts machine) {
        if (!machine.has("avx", "avx2", "f16c", "fma", "bmi2")) {
            return "SSE4.2";
        }
        if (!machine.has("avx512f", "avx512cd", "avx512vl", "avx512dq", "avx512bw")) {
            return "AVX2";
        }
        return machine.has("avx512vbmi", "avx512_vnni") ? "AVX-512 VNNI" : "AVX-512";
    }

    /** The feature without which nothing of ours runs, by the kernel's name. */
    public static String least(String architecture) {
        return architecture.equals(X86) ? "sse4_2" : "asimd";
    }
}
