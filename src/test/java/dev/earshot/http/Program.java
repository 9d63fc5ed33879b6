package dev.earshot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The packaged program, jar or executable, as a child process that tests may kill. */
public final class Program implements AutoCloseable {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://[^\\s\"]+)");
    private static final int PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts it with its folders below {@code folder} and a port of its own choice. */
    public static Program start(Path folder, Map<String, String> settings) {
        return start(artifact(), folder, List.of(), settings);
    }

    /**
     * Starts a program from where it was copied to.
     *
     * @param prefix a command that starts the command
     */
    static Program start(Path artifact, Path folder, List<String> prefix, Map<String, String> settings) {
        try {
            Files.createDirectories(folder);
            Path log = Files.createTempFile(folder, "program-", ".log");
            List<String> command = new ArrayList<>(prefix);
            command.addAll(command(artifact, folder, settings));
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new Program(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The packaged program: the executable, or the jar to run. */
    public static Path artifact() {
        try {
            Properties artifact = new Properties();
            artifact.load(new StringReader(Files.readString(TARGET.resolve("quarkus-artifact.properties"))));
            return TARGET.resolve(artifact.getProperty("path"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What starts the program with its folders below {@code folder}; later settings win. */
    public static List<String> command(Path artifact, Path folder, Map<String, String> settings) {
        List<String> properties = new ArrayList<>(List.of(
                "-Dquarkus.http.port=0",
                "-Dearshot.engine.threads=1",
                "-Dearshot.cache.dir=" + folder.resolve("cache"),
                "-Dearshot.models.dir=" + folder.resolve("models")));
        settings.forEach((name, value) -> properties.add("-D" + name + "=" + value));
        List<String> command = new ArrayList<>();
        if (artifact.toString().endsWith(".jar")) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(properties);
            command.addAll(List.of("-jar", artifact.toString()));
        } else {
            command.add(artifact.toString());
            command.addAll(properties);
        }
        return command;
    }

    public String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its last line of output. */
    String lastWord() {
        return new BufferedReader(new StringReader(log()))
                .lines()
                .reduce((first, second) -> second)
                .orElse("");
    }

    /** Where it listens, once it does. */
    URI awaitAddress() {
        Awaitility.await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> {
            assertThat(process.isAlive()).as(log()).isTrue();
            return LISTENING.matcher(log()).find();
        });
        Matcher listening = LISTENING.matcher(log());
        assertThat(listening.find()).isTrue();
        return URI.create(listening.group(1));
    }

    /** Where it listens, once its model is loaded. */
    public URI awaitReady() {
        URI address = awaitAddress();
        Awaitility.await()
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .until(() -> new Api(address).get("/q/health/ready").status() == 200);
        return address;
    }

    /** Of files that the process has mapped, the kernel's list. */
    String maps() {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "maps"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int awaitExit() {
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as(log())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** As {@code kill} does. */
    public int stop() {
        process.destroy();
        return awaitExit();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
