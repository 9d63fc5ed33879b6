package dev.earshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The reference has a row for every command, and every option stands in its command's row. */
class CommandReferenceTest {
    private static final List<String> OF_ALL = List.of("-h", "--help");

    private static Stream<CommandSpec> commands(CommandLine command) {
        return Stream.concat(
                Stream.of(command.getCommandSpec()),
                command.getSubcommands().values().stream().flatMap(CommandReferenceTest::commands));
    }

    private static String row(String reference, String command) {
        List<String> rows = reference
                .lines()
                .filter(line -> line.startsWith("| `" + command + "`") || line.startsWith("| `" + command + " "))
                .filter(line -> !line.matches("\\| `" + command + " [a-z].*"))
                .toList();
        assertThat(rows).as("rows for '%s' in the reference", command).hasSize(1);
        return rows.get(0);
    }

    @Test
    void shouldHaveARowForEveryCommandWithAllItsOptions() throws IOException {
        String reference = Files.readString(Path.of("docs/reference.md"));
        CommandLine root = new Commands(new FakeWorkbench(), () -> {}).root();

        List<CommandSpec> commands = commands(root).toList();

        assertThat(commands).hasSizeGreaterThan(1);
        for (CommandSpec command : commands) {
            String row = row(reference, command.qualifiedName());
            for (var option : command.options()) {
                for (String name : option.names()) {
                    if (!OF_ALL.contains(name)) {
                        assertThat(row).contains("`" + name);
                    }
                }
            }
        }
        OF_ALL.forEach(name -> assertThat(reference).contains("`" + name + "`"));
    }
}
