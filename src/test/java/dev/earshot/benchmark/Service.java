package dev.earshot.benchmark;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** A started program and what the kernel says about it. */
final class Service implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    final HttpClient client = HttpClient.newHttpClient();
    final String url;
    private final Process process;
    private final long startedNanos;

    private Service(Process process, int port, long startedNanos) {
        this.process = process;
        this.url = "http://127.0.0.1:" + port;
        this.startedNanos = startedNanos;
    }

    static Service start(List<String> program, String... options) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(program);
        // Options of the virtual machine stand before -jar, and the executable takes them anywhere.
        int at = command.contains("-jar") ? command.indexOf("-jar") : command.size();
        command.add(at, "-Dquarkus.http.port=" + port);
        for (String option : options) {
            command.add(at, option);
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target/benchmark.log").toFile());
        builder.environment().put("OMP_WAIT_POLICY", "passive");
        long started = System.nanoTime();
        return new Service(builder.start(), port, started);
    }

    /** Starts any program that takes a port, in the given folder and with its libraries. */
    static Service startWith(IntFunction<List<String>> command, Path folder) throws IOException {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(command.apply(port))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target/benchmark-server.log").toFile());
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        long started = System.nanoTime();
        return new Service(builder.start(), port, started);
    }

    /** Processor time that it has used, in milliseconds; the kernel counts in hundredths of a second. */
    double cpuMillis() throws IOException {
        String[] fields = Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                .replaceFirst("^.*\\) ", "")
                .split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10.0;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Milliseconds from the start of the process until this address answers 200. */
    double millisUntil(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).build();
        while (System.nanoTime() - startedNanos < PATIENCE.toNanos()) {
            try {
                if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                    return (System.nanoTime() - startedNanos) / 1e6;
                }
            } catch (IOException e) {
                // Not listening yet.
            }
            LockSupport.parkNanos(500_000);
        }
        throw new IllegalStateException("not answering; see target/benchmark.log");
    }

    /** A line of /proc/PID/status in MB, {@code VmRSS} or {@code VmHWM}. */
    double megabytes(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
