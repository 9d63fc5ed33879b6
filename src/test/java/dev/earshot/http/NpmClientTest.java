package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** OpenAI's own client for JavaScript does, too: {@code src/test/js/client.mjs} says what is tried. */
@QuarkusTest
class NpmClientTest extends ServiceCase {
    private static Node node;

    @BeforeAll
    static void installPackages() {
        node = Node.in("js", Path.of("src/test/js/client.mjs"));
    }

    @Test
    void shouldServeTheOpenAiPackage() {
        String said = node.run(
                Map.of(),
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
}
