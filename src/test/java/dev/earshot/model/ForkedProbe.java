package dev.earshot.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@link NativeProbe} in another JVM, so that a native abort is a result and not the end of the tests. What the libraries
 * unpack stays in {@code directory}.
 */
final class ForkedProbe {
    private static final long LIMIT_MINUTES = 4;

    record Result(int exitStatus, String output) {}

    /** whisper.cpp 1.7.1 from the wrapper's jar, or 1.9.1 as native-libs/build.sh makes it. */
    enum Library {
        BUNDLED,
        OWN
    }

    private ForkedProbe() {}

    private static Path own() {
        String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        return Path.of(System.getProperty("earshot.native.dir"), "linux-" + architecture);
    }

    static Result run(Library library, Path directory, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:ErrorFile=/dev/null", "-XX:-CreateCoredumpOnCrash"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-Djava.io.tmpdir=" + directory);
        if (library == Library.OWN) {
            command.add("-Dio.github.givimad.whisperjni.libdir=" + own());
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), NativeProbe.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("The probe did not end. " + output);
            }
            return new Result(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }
}
