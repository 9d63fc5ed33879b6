package dev.earshot.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Programs that check files; without them these tests fail, they do not skip. */
final class Programs {
    private Programs() {}

    /**
     * Runs a program that must succeed.
     *
     * @param debianPackage that holds it
     * @return what it said on both of its outputs
     */
    static String run(String debianPackage, Path folder, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s: %s", List.of(command), said).isZero();
            return said;
        } catch (IOException e) {
            throw new AssertionError("This test needs " + debianPackage + ": apt install " + debianPackage, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
