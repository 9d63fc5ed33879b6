package dev.earshot.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a library is built for, and the programs that read it. */
enum Architecture {
    X86_64("x86_64", "x86-64-linux-gnu", "ld-linux-x86-64.so.2", 0x3E),
    AARCH64("aarch64", "aarch64-linux-gnu", "ld-linux-aarch64.so.1", 0xB7);

    /** Offset of e_machine in an ELF header. */
    private static final int MACHINE = 18;

    private final String label;
    private final String triplet;
    private final String loader;
    private final int machine;

    Architecture(String label, String triplet, String loader, int machine) {
        this.label = label;
        this.triplet = triplet;
        this.loader = loader;
        this.machine = machine;
    }

    static Architecture of(Path file) throws IOException {
        byte[] head;
        try (var in = Files.newInputStream(file)) {
            head = in.readNBytes(MACHINE + 2);
        }
        if (head.length == MACHINE + 2 && head[0] == 0x7F && head[1] == 'E') {
            for (Architecture architecture : values()) {
                if ((head[MACHINE] & 0xFF) == architecture.machine && head[MACHINE + 1] == 0) {
                    return architecture;
                }
            }
        }
        throw new IOException(file + " is no library for x86_64 or aarch64");
    }

    /** As the folders of the variants name it. */
    String label() {
        return label;
    }

    /** The dynamic loader, which some libraries name among what they need. */
    String loader() {
        return loader;
    }

    boolean ofThisMachine() {
        return System.getProperty("os.arch").equals(this == X86_64 ? "amd64" : label);
    }

    /** binutils for another architecture carry its name in front, and come in a package of their own. */
    String binutil(String program) {
        return ofThisMachine() ? program : triplet.replace("x86-64", "x86_64") + "-" + program;
    }

    String debianPackage() {
        return ofThisMachine() ? "binutils" : "binutils-" + triplet;
    }
}
