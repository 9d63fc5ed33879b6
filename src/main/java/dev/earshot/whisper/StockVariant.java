package dev.earshot.whisper;

import dev.earshot.device.MachineFacts;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import java.util.List;

/**
 * The natives inside whisper-jni's jar, and which processors they can run on.
 *
 * <p>The names of the ARM files promise less than they need: {@code +crc} is compiled for ARMv8.1 and holds LSE atomics, so it
 * dies of an illegal instruction on every ARMv8.0 core (Cortex-A53, A57, A72) although those have CRC32; {@code +fp16} needs
 * ARMv8.2 with half precision.
 *
 * @param name as reports show it
 * @param files what to unpack
 */
record StockVariant(String name, List<NativeFile> files) {
    /** The version the checksums belong to. */
    static final String VERSION = "1.7.1";

    /** A file of a variant: where it lies in the jar, the name the loader wants, and what it must be. */
    record NativeFile(String resource, String fileName, long length, String sha256) {}

    private static final NativeFile X86_WHISPER = new NativeFile(
            "debian-amd64/libwhisper.so.1",
            "libwhisper.so.1",
            542_088,
            "f6c28321de5d69d955b4fb0892f042695b3c966f19afb68eec9e47e4935cb1b5");
    private static final NativeFile X86_JNI = new NativeFile(
            "debian-amd64/libwhisper-jni.so",
            NativeLibrary.FILE,
            471_944,
            "9684de747810579f9ffc4ac051f7f072b88c51c6c257a734473453e79ea41fbd");
    private static final NativeFile ARM_WHISPER = new NativeFile(
            "debian-arm64/libwhisper.so.1",
            "libwhisper.so.1",
            489_400,
            "b525506827b7d32a70ee98715e2cd1724fd683b0e39ac044ad2f75e6148c5fd2");
    private static final NativeFile ARM_JNI = new NativeFile(
            "debian-arm64/libwhisper-jni.so",
            NativeLibrary.FILE,
            472_728,
            "c5a19437e0ae0ac068be7cd940ac37180f640a8c03cd0efe5d8793499a6a3b89");

    static final StockVariant X86_AVX2 = new StockVariant(
            "stock-linux-x86_64-avx2",
            List.of(
                    ggml(
                            "debian-amd64/libggml+mf16c+mfma+mavx+mavx2.so",
                            810_680,
                            "becd5752f85f016b41b87ecebd399ac6857a68665590fb12b16dcbd9280131ec"),
                    X86_WHISPER,
                    X86_JNI));
    static final StockVariant X86 = new StockVariant(
            "stock-linux-x86_64",
            List.of(
                    ggml(
                            "debian-amd64/libggml.so",
                            794_176,
                            "b44d0dc166ae2267a8a1cf89c5c2557f202146dba855ec9af9455cabf04cb312"),
                    X86_WHISPER,
                    X86_JNI));
    static final StockVariant ARM_FP16 = new StockVariant(
            "stock-linux-aarch64-armv8.2-fp16",
            List.of(
                    ggml(
                            "debian-arm64/libggml+fp16.so",
                            692_888,
                            "22027ade052c09614531ebebc6538aa6e61267eb9e964a0b98049bc4e0ee3418"),
                    ARM_WHISPER,
                    ARM_JNI));
    static final StockVariant ARM_LSE = new StockVariant(
            "stock-linux-aarch64-armv8.1",
            List.of(
                    ggml(
                            "debian-arm64/libggml+crc.so",
                            692_888,
                            "b43a97f6df38d0ed3fd527205f321a879bf720364e846414b0ce99ff208557b1"),
                    ARM_WHISPER,
                    ARM_JNI));

    private static NativeFile ggml(String resource, long length, String sha256) {
        return new NativeFile(resource, "libggml.so", length, sha256);
    }

    /** The best variant for this machine. */
    static StockVariant choose(MachineFacts facts) {
        return choose(facts, false);
    }

    /**
     * The best variant for this machine, or the one for the oldest processors that it can run.
     *
     * @throws EngineException {@link ErrorCode#NOT_READY} where none can run, saying what the machine lacks
     */
    static StockVariant choose(MachineFacts facts, boolean oldest) {
        if (facts.architecture().equals("x86_64")) {
            return !oldest && facts.has("avx", "avx2", "fma", "f16c") ? X86_AVX2 : X86;
        }
        if (!facts.architecture().equals("aarch64")) {
            throw new EngineException(
                    ErrorCode.NOT_READY,
                    "No native library for the architecture " + facts.architecture()
                            + "; Earshot runs on 64-bit ARM (aarch64) and x86_64 Linux.");
        }
        boolean lse = facts.has("atomics", "crc32");
        if (facts.has("atomics", "fphp", "asimdhp") && !(oldest && lse)) {
            return ARM_FP16;
        }
        if (lse) {
            return ARM_LSE;
        }
        throw new EngineException(
                ErrorCode.NOT_READY,
                "The bundled native library cannot run on " + facts.board().orElse("this board")
                        + ": its processor is ARMv8.0 (no LSE atomics, as on Raspberry Pi 3, 4, Zero 2 W and Jetson Nano) and"
                        + " the library would stop the process with an illegal instruction. Set earshot.native.dir to a"
                        + " folder with a library built for it.");
    }
}
