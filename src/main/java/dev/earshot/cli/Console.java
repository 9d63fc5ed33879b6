package dev.earshot.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes: what was asked for to one stream, everything else to the other. UTF-8 whatever the locale says, since
 * a service manager's or a container's is often {@code C}.
 *
 * @param out answers
 * @param err progress, notes, errors
 * @param terminal whether {@code err} is a terminal, on which a line can be drawn again
 */
record Console(PrintStream out, PrintStream err, boolean terminal) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** The streams of this process. */
    static Console ofProcess() {
        return new Console(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                Terminal.isStandardError());
    }

    void json(JsonNode answer) {
        try {
            out.println(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree that cannot be written", e);
        }
    }
}
