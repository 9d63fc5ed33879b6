package dev.earshot.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Expected answers, kept as files so that a reader sees what clients see. */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/http").toAbsolutePath();

    private Golden() {}

    static String text(String name) {
        try {
            return Files.readString(FOLDER.resolve(name + ".golden"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
