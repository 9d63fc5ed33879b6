package dev.earshot.audio;

/** Files that come in by mistake often enough to be called by their name. */
enum ForeignFormat {
    ZIP("a ZIP archive", 'P', 'K', 3, 4),
    GZIP("a gzip archive", 0x1f, 0x8b),
    XZ("an xz archive", 0xfd, '7', 'z', 'X', 'Z', 0),
    ZSTD("a Zstandard archive", 0x28, 0xb5, 0x2f, 0xfd),
    SEVEN_ZIP("a 7z archive", '7', 'z', 0xbc, 0xaf),
    RAR("a RAR archive", 'R', 'a', 'r', '!'),
    PDF("a PDF document", '%', 'P', 'D', 'F'),
    PNG("a PNG picture", 0x89, 'P', 'N', 'G'),
    JPEG("a JPEG picture", 0xff, 0xd8, 0xff),
    GIF("a GIF picture", 'G', 'I', 'F', '8'),
    ELF("a Linux program (ELF)", 0x7f, 'E', 'L', 'F'),
    EXE("a Windows program", 'M', 'Z', 0x90, 0),
    MIDI("a MIDI score", 'M', 'T', 'h', 'd'),
    SQLITE("an SQLite database", 'S', 'Q', 'L', 'i', 't', 'e', ' '),
    GGML("a whisper.cpp model", 'l', 'm', 'g', 'g'),
    GGUF("a GGUF model", 'G', 'G', 'U', 'F'),
    WAVPACK("WavPack audio", 'w', 'v', 'p', 'k'),
    MONKEY("Monkey's Audio", 'M', 'A', 'C', ' '),
    MUSEPACK("Musepack audio", 'M', 'P', 'C', 'K'),
    TTA("True Audio", 'T', 'T', 'A', '1'),
    DSF("DSD audio", 'D', 'S', 'D', ' '),
    REAL("RealMedia", '.', 'R', 'M', 'F'),
    WAVE64("Sony Wave64 audio", 'r', 'i', 'f', 'f', 0x2e, 0x91),
    RIFF("a RIFF file without sound", 'R', 'I', 'F', 'F') {
        @Override
        boolean matches(Head head) {
            return super.matches(head) && head.length() >= 12;
        }
    },
    HTML("an HTML page", '<') {
        @Override
        boolean matches(Head head) {
            StringBuilder start = new StringBuilder();
            for (int i = 0; i < Math.min(head.length(), 256); i++) {
                start.append((char) Character.toLowerCase(head.at(i)));
            }
            String text = start.toString().strip();
            return text.startsWith("<!doctype html") || text.startsWith("<html");
        }
    };

    private final String description;
    private final int[] magic;

    ForeignFormat(String description, int... magic) {
        this.description = description;
        this.magic = magic;
    }

    /** With its article: "a ZIP archive". */
    String description() {
        return description;
    }

    boolean matches(Head head) {
        return head.has(0, magic);
    }
}
