package dev.earshot.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A Dockerfile's instructions, as far as tests look into them.
 *
 * @param stages in order; what stands before the first has no base
 */
record Dockerfile(Path file, List<Stage> stages) {
    static final Path FOLDER = Path.of("install/docker");

    /** Whom images run as. */
    static final long USER = 10001;

    record Stage(String base, Optional<String> name, List<Instruction> instructions) {
        List<Instruction> all(String keyword) {
            return instructions.stream()
                    .filter(instruction -> instruction.keyword().equals(keyword))
                    .toList();
        }

        Instruction only(String keyword) {
            List<Instruction> found = all(keyword);
            if (found.size() != 1) {
                throw new AssertionError(found.size() + " times " + keyword);
            }
            return found.get(0);
        }
    }

    record Instruction(String keyword, String rest) {
        List<String> words() {
            return Arrays.stream(rest.split("\\s+"))
                    .filter(word -> !word.startsWith("--"))
                    .toList();
        }

        Optional<String> flag(String name) {
            return Arrays.stream(rest.split("\\s+"))
                    .filter(word -> word.startsWith("--" + name + "="))
                    .map(word -> word.substring(name.length() + 3))
                    .findFirst();
        }
    }

    static List<Dockerfile> all() {
        return List.of("jvm", "native", "native-build", "jetson").stream()
                .map(name -> read(FOLDER.resolve("Dockerfile." + name)))
                .toList();
    }

    static Dockerfile read(Path file) {
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage("", Optional.empty(), new ArrayList<>()));
        for (String line : logicalLines(file)) {
            String[] parts = line.split("\\s+", 2);
            if (parts[0].equals("FROM")) {
                String[] from = parts[1].split("\\s+[aA][sS]\\s+");
                stages.add(new Stage(
                        from[0], from.length > 1 ? Optional.of(from[1]) : Optional.empty(), new ArrayList<>()));
            } else {
                stages.get(stages.size() - 1).instructions().add(new Instruction(parts[0], parts[1]));
            }
        }
        return new Dockerfile(file, stages);
    }

    private static List<String> logicalLines(Path file) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        try {
            for (String part : Files.readAllLines(file)) {
                if (part.isBlank() || part.startsWith("#")) {
                    continue;
                }
                boolean goesOn = part.endsWith("\\");
                line.append(goesOn ? part.substring(0, part.length() - 1) : part);
                if (!goesOn) {
                    lines.add(line.toString().strip());
                    line.setLength(0);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    Stage last() {
        return stages.get(stages.size() - 1);
    }

    /** Paths that the build may read, by the file that lets them through. */
    List<String> context() {
        try {
            return Files.readAllLines(Path.of(file + ".dockerignore")).stream()
                    .filter(line -> line.startsWith("!"))
                    .map(line -> line.substring(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
