package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes whisper.cpp die or hang of recordings that bear a mark: a library of ours, compiled here and preloaded into the program. */
final class FaultyLibrary {
    private static final Path SOURCE =
            Path.of("src/test/resources/native/fault.c").toAbsolutePath();

    /** Three loud samples that no recording has by chance. */
    private static final short MARK = 31_354;

    private static final int HEADER_BYTES = 44;
    private static final int AT_MS = 700;

    private FaultyLibrary() {}

    /** What starts a program with it; {@code fault} is crash or hang. */
    static List<String> preloaded(String fault) {
        return List.of("env", "EARSHOT_FAULT=" + fault, "LD_PRELOAD=" + compiled());
    }

    private static synchronized Path compiled() {
        Path library = Path.of("target/test-natives/fault.so").toAbsolutePath();
        try {
            Files.createDirectories(library.getParent());
            Process compiler = new ProcessBuilder(
                            "gcc", "-shared", "-fPIC", "-O1", "-o", library.toString(), SOURCE.toString(), "-ldl")
                    .inheritIO()
                    .start();
            assertThat(compiler.waitFor()).as("gcc").isZero();
            return library;
        } catch (IOException e) {
            throw new UncheckedIOException("This test needs a C compiler: apt install gcc", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A clip with the mark in the middle of its first words. */
    static byte[] marked(Clip clip) {
        byte[] wav = clip.bytes();
        ByteBuffer samples = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(samples.getInt(24)).as("sample rate").isEqualTo(16_000);
        int at = HEADER_BYTES + AT_MS * 16 * Short.BYTES;
        samples.putShort(at, MARK).putShort(at + 2, (short) -MARK).putShort(at + 4, MARK);
        return wav;
    }
}
