package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** OpenAI's own client for JavaScript does, too: {@code src/test/js/client.mjs} says what is tried. */
@QuarkusTest
class NpmClientTest extends ServiceCase {
    private static final Path SOURCES = Path.of("src/test/js");
    private static final Path FOLDER = Path.of("target/js").toAbsolutePath();

    @BeforeAll
    static void installPackage() throws IOException {
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json", "client.mjs")) {
            Files.copy(SOURCES.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        run("npm", "ci", "--no-audit", "--no-fund", "--prefer-offline");
    }

    @Test
    void shouldServeTheOpenAiPackage() {
        String said = run(
                "node",
                "client.mjs",
                base.resolve("/v1").toString(),
                Clip.EN1.path().getParent().toString());

        assertThat(said.lines())
                .containsExactly(
                        "transcribes",
                        "transcribes verbosely",
                        "gives subtitles",
                        "streams",
                        "lists models",
                        "throws NotFoundError for an unknown model",
                        "throws BadRequestError for a wrong value",
                        "throws BadRequestError for a translation",
                        "does not retry after a missed deadline");
    }

    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectError(FOLDER.resolve("errors.txt").toFile())
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as(String.join(" ", command) + ": " + said + Files.readString(FOLDER.resolve("errors.txt")))
                    .isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "This test needs Node.js 18 or newer and npm: apt install nodejs npm (" + e.getMessage() + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
