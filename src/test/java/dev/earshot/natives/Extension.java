package dev.earshot.natives;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A group of instructions that not every processor of an architecture has. One that lacks it stops the process at the first of
 * them, so each is recognised by how objdump writes it.
 *
 * <p>ARMv8.0 (Cortex-A53, A57 and A72) and x86-64's first version, which every 64-bit PC has, need none of these.
 */
enum Extension {
    /** ARMv8.1's atomics: {@code casal}, {@code ldaddal}, {@code swpb}, {@code stadd} ... */
    LSE(Architecture.AARCH64, "(casp?|swp|(ld|st)(add|clr|eor|set|[su]max|[su]min))(al?|l)?[bh]?\\s.*"),
    ROUNDING_DOUBLING(Architecture.AARCH64, "sqrdml[as]h\\s.*"),
    DOT_PRODUCT(Architecture.AARCH64, "[su]dot\\s.*"),
    /**
     * Arithmetic on 16-bit floats and their conversion from and to whole numbers. ARMv8.0 knows them too, but can only load,
     * store and widen or narrow them: {@code fcvt}, {@code fcvtl}, {@code fcvtn}.
     */
    HALF_PRECISION(
            Architecture.AARCH64,
            "(f(?!cvt\\s|cvtl2?\\s|cvtn2?\\s)\\w+|[su]cvtf)\\s.*\\b(h\\d+|v\\d+\\.([248]h|h\\[)).*"),
    INT8_MATRIX(Architecture.AARCH64, "([su]mmla|usmmla|usdot|sudot)\\s.*"),
    /** Not {@code bfi}, {@code bfc} and {@code bfxil}, which every ARMv8 has. */
    BFLOAT16(Architecture.AARCH64, "bf(dot|mmla|mlal|cvt)\\w*\\s.*"),
    SVE(Architecture.AARCH64, "\\w+\\s.*\\b(z\\d+\\.[bhsdq]|z\\d+,|p\\d+/[mz]|p\\d+\\.[bhsd]).*"),
    /** Optional in ARMv8.0; the Raspberry Pis have it, and nothing here is built to rely on it. */
    CRC32(Architecture.AARCH64, "crc32c?[bhwx]\\s.*"),
    /** Optional in ARMv8.0, and the Raspberry Pi 3 and 4 do without. */
    CRYPTO(Architecture.AARCH64, "(aes\\w+|sha(1|256|512)\\w+|sm[34]\\w+|eor3|bcax|rax1|xar|pmull2?\\s.*\\.1q)\\b.*"),
    /** ARMv8.3's loads; the older {@code ldar} is something else. */
    RCPC(Architecture.AARCH64, "(ldapu?r|stlur)(s?[bhw])?\\s.*"),
    /** Those that older processors do not take for a hint, as they do {@code paciasp}. */
    POINTER_AUTHENTICATION(Architecture.AARCH64, "(reta[ab]|bl?ra[ab]z?|ldra[ab])\\b.*"),

    /** SSSE3, SSE4.1, SSE4.2 and popcnt. */
    SSE4(
            Architecture.X86_64,
            "(pmaddubsw|pshufb|palignr|pabs[bwd]|psign[bwd]|phadd\\w+|pmulhrsw|pblend\\w+|blendv?p[sd]|pmulld|pmuldq"
                    + "|pmin(sb|sd|uw|ud)|pmax(sb|sd|uw|ud)|pmov[sz]x\\w+|round[ps][sd]|ptest|pcmp[eg][qt]q|pcmp[ei]str\\w+"
                    + "|packusdw|pinsr[bdq]|pextr[bdq]|insertps|extractps|dpp[sd]|crc32\\w*|popcnt\\w*)\\s.*"),
    /** All that is encoded with VEX or EVEX: names with v in front, but for the few old ones that begin so, too. */
    AVX(
            Architecture.X86_64,
            "v(?!err\\b|erw\\b|m(call|clear|func|launch|load|mcall|ptr|read|resume|run|save|write|xo))\\w+.*"
                    + "|.*%[yz]mm\\d.*"),
    FMA(Architecture.X86_64, "vfn?m(add|sub)(sub|add)?\\d{3}[ps][sd]\\s.*"),
    /** The general registers' instructions that came with AVX2 and share its encoding. */
    BMI(Architecture.X86_64, "(andn|bextr|bls(i|r|msk)|bzhi|mulx|pdep|pext|rorx|sarx|shlx|shrx)[lq]?\\s.*"),
    /** 512-bit registers, the sixteen new ones, and masks. */
    AVX512(Architecture.X86_64, ".*(%zmm\\d|%[xy]mm(1[6-9]|2\\d|3[01])\\b|%k[0-7]\\b).*"),
    VNNI(Architecture.X86_64, "vpdp(bu|ws)sds?\\s.*"),
    AMX(Architecture.X86_64, "(tile|ldtilecfg|sttilecfg|tdp|_tile)\\w*\\b.*");

    private static final Pattern INSTRUCTION = Pattern.compile(
            "^\\s+[0-9a-f]+:\\t(?:(?:lock|rep\\w*|bnd|notrack|data16|[c-g]s|\\{vex\\d?}|\\{evex}|rex\\S*)[ \\t]+)*(.*)$");

    /** What objdump adds behind: a symbol in angle brackets, or a remark. */
    private static final Pattern REMARK = Pattern.compile("\\s*(<[^>]*>|\\t?//.*|#.*)");

    private final Architecture architecture;
    private final Pattern written;

    Extension(Architecture architecture, String written) {
        this.architecture = architecture;
        this.written = Pattern.compile(written);
    }

    /** Which of them one line of {@code objdump -d --no-show-raw-insn} needs; empty if it has no instruction at all. */
    static Optional<Set<Extension>> neededBy(Architecture architecture, String line) {
        var matcher = INSTRUCTION.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        // One space behind the name, also where it has no operands.
        String instruction = REMARK.matcher(matcher.group(1)).replaceAll("").strip() + " ";
        Set<Extension> needed = EnumSet.noneOf(Extension.class);
        for (Extension extension : values()) {
            if (extension.architecture == architecture
                    && extension.written.matcher(instruction).matches()) {
                needed.add(extension);
            }
        }
        return Optional.of(needed);
    }
}
