package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The packaged program's log in JSON: the fields are those of the reference, and nothing that was said or is secret is among them. */
class JsonLogIT {
    private static final String KEY = "a key that no log may hold";
    private static final String PROMPT = "a prompt that no log may hold";
    private static final Pattern NAME = Pattern.compile("`([@a-zA-Z_.]+)`");

    private final Path folder =
            Path.of("target/programs", UUID.randomUUID().toString()).toAbsolutePath();

    /** Runs the program, which answers a recording, refuses one, and fails at one since its decoder dies. */
    private List<JsonNode> logged(String... more) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "earshot.log.json",
                "true",
                "earshot.http.api-key",
                KEY,
                "earshot.ffmpeg.program",
                dyingDecoder().toString()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        try (Program program = Program.start(folder, settings)) {
            Api api = new Api(program.awaitReady(), Optional.of(KEY));
            assertThat(api.transcribe(Form.of(Clip.EN1.bytes()).with("prompt", PROMPT))
                            .transcript())
                    .isEqualTo(Clip.EN1.text());
            assertThat(api.transcribe(Form.of("no audio at all".getBytes())).status())
                    .isEqualTo(400);
            assertThat(api.transcribe(Form.of("fLaC and no more of it than that".getBytes()))
                            .status())
                    .isEqualTo(500);
            program.stop();
            assertThat(program.log()).doesNotContain(KEY, PROMPT, Clip.EN1.text());
            List<JsonNode> lines = new ArrayList<>();
            for (String line : program.log().lines().toList()) {
                lines.add(new ObjectMapper().readTree(line));
            }
            assertThat(lines).hasSizeGreaterThan(5);
            return lines;
        }
    }

    private Path dyingDecoder() throws IOException {
        Files.createDirectories(folder);
        Path script = Files.writeString(folder.resolve("ffmpeg"), "#!/bin/sh\nkill -9 $$\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Set<String> fields(List<JsonNode> lines) {
        Set<String> names = new TreeSet<>();
        lines.forEach(line -> line.fieldNames().forEachRemaining(names::add));
        return names;
    }

    private static String chapter() throws IOException {
        String reference = Files.readString(Path.of("docs/reference.md"));
        return reference.substring(reference.indexOf("\n## Logs")).split("\n## ")[1];
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        for (Matcher matcher = NAME.matcher(text); matcher.find(); ) {
            names.add(matcher.group(1));
        }
        return names;
    }

    @Test
    void shouldHaveTheFieldsOfTheReference() throws IOException {
        Set<String> documented = new TreeSet<>();
        chapter()
                .lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(line -> documented.addAll(names(line.split("\\|")[1])));

        List<JsonNode> lines = logged();

        assertThat(fields(lines)).containsExactlyElementsOf(documented);
        assertThat(lines).allSatisfy(line -> {
            assertThat(Instant.parse(line.get("timestamp").textValue())).isBefore(Instant.now());
            assertThat(line.get("message").textValue()).isNotBlank();
        });
        assertThat(lines)
                .anySatisfy(line ->
                        assertThat(line.get("loggerName").textValue()).isEqualTo("dev.earshot.ops.StartupReport"))
                .anySatisfy(line -> {
                    assertThat(line.get("level").textValue()).isEqualTo("ERROR");
                    assertThat(line.at("/exception/exceptionType").textValue()).contains("EngineException");
                });
    }

    /** The shipper puts these into Elasticsearch as they are. */
    @Test
    void shouldHaveElasticsFieldsWhereTheyAreAskedFor() throws IOException {
        String paragraph = chapter().substring(chapter().indexOf("Schema instead:"));
        Set<String> documented = names(paragraph.substring(0, paragraph.indexOf("[install/logs]")));

        List<JsonNode> lines = logged(
                "quarkus.log.console.json.log-format",
                "ecs",
                "quarkus.log.console.json.exception-output-type",
                "formatted");

        assertThat(fields(lines)).containsExactlyElementsOf(documented);
        assertThat(lines)
                .allSatisfy(
                        line -> assertThat(line.get("service.name").textValue()).isEqualTo("earshot"));
    }

    @Test
    void shouldComeWithAShipperThatReadsJsonAndHoldsNoPassword() throws IOException {
        JsonNode filebeat =
                new YAMLMapper().readTree(Path.of("install/logs/filebeat.yml").toFile());

        assertThat(filebeat.at("/filebeat.inputs").size()).isEqualTo(2);
        JsonNode decoding = filebeat.at("/filebeat.inputs/0/processors/0/decode_json_fields");
        assertThat(decoding.at("/fields/0").textValue()).isEqualTo("message");
        assertThat(decoding.get("expand_keys").booleanValue()).isTrue();
        assertThat(filebeat.at("/output.elasticsearch/api_key").textValue()).isEqualTo("${ELASTICSEARCH_API_KEY}");
    }
}
