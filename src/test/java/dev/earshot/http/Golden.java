package dev.earshot.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Expected answers, kept as files so that a reader sees what clients see. */
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/http").toAbsolutePath();

    private Golden() {}

    /**
     * @param own the answers of our own library, which leaves long pauses out; those of the bundled one where they differ
     */
    static String text(String name, boolean own) {
        Path bundled = FOLDER.resolve(name + "-bundled.golden");
        try {
            return Files.readString(!own && Files.exists(bundled) ? bundled : FOLDER.resolve(name + ".golden"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
