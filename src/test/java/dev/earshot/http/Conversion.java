package dev.earshot.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes recordings with sox and ffmpeg. A machine without them fails these tests: they are named by the build's README. */
final class Conversion {
    private static final Path FOLDER = Path.of("target/conversions").toAbsolutePath();

    private Conversion() {}

    /** Runs {@code command}, in which {@code IN} and {@code OUT} stand for the files, and gives what it wrote. */
    static byte[] of(Path in, String ending, String command) {
        Path out = null;
        try {
            Files.createDirectories(FOLDER);
            out = Files.createTempFile(FOLDER, "made-", "." + ending);
            List<String> words = new ArrayList<>();
            for (String word : command.split(" ")) {
                words.add(word.equals("IN") ? in.toString() : word.equals("OUT") ? out.toString() : word);
            }
            run(words);
            return Files.readAllBytes(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(out);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of some megabytes at most, however long. */
    static byte[] silentFlac(int seconds) {
        return of(
                Path.of("/dev/null"),
                "flac",
                "ffmpeg -y -loglevel error -f lavfi -i anullsrc=r=16000:cl=mono -t " + seconds + " -c:a flac OUT");
    }

    static byte[] silentMp3(int seconds) {
        return of(
                Path.of("/dev/null"),
                "mp3",
                "ffmpeg -y -loglevel error -f lavfi -i anullsrc=r=8000:cl=mono -t " + seconds
                        + " -c:a libmp3lame -b:a 8k OUT");
    }

    private static void run(List<String> command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new AssertionError(
                    "These tests need sox and ffmpeg: apt install sox libsox-fmt-all ffmpeg (" + e.getMessage() + ")",
                    e);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
