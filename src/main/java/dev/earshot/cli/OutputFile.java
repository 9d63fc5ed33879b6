package dev.earshot.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes texts so that whoever looks sees none or a whole one, also after a kill or a power cut: a file that is there is
 * finished, and that is how the next run knows what is left to do.
 */
final class OutputFile {
    private static final String SUFFIX = ".earshot-part";

    private OutputFile() {}

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + SUFFIX);
        try {
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Removes what processes that are dead left half written. Best effort: it costs a few bytes and nothing else. */
    static void deleteAbandoned(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, ".*" + SUFFIX)) {
            for (Path part : parts) {
                if (isAbandoned(part.getFileName().toString())) {
                    Files.deleteIfExists(part);
                }
            }
        } catch (IOException e) {
            // The next run tries again.
        }
    }

    private static boolean isAbandoned(String name) {
        String process = name.substring(0, name.length() - SUFFIX.length()).replaceAll("^.*\\.", "");
        return process.matches("\\d{1,9}")
                && ProcessHandle.of(Long.parseLong(process)).isEmpty();
    }
}
