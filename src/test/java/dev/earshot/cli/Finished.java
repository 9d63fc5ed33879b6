package dev.earshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.http.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command of the packaged program, run to its end. */
record Finished(int status, String out, String err) {
    /** @param folder for its caches, its models and what it writes */
    static Finished of(Path folder, Map<String, String> settings, List<String> words) {
        return of(folder, settings, Map.of(), words);
    }

    /** @param environment besides this process' own */
    static Finished of(Path folder, Map<String, String> settings, Map<String, String> environment, List<String> words) {
        List<String> command = new ArrayList<>(Program.command(Program.artifact(), folder, settings));
        command.addAll(words);
        try {
            Path out = Files.createTempFile(folder, "command-", ".out");
            Path err = Files.createTempFile(folder, "command-", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as(Files.readString(err))
                    .isTrue();
            return new Finished(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
