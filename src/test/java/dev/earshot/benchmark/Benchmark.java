package dev.earshot.benchmark;

import dev.earshot.benchmark.Form.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints tables for the README: start, memory, and what HTTP adds to the time inside whisper.cpp. Both programs take turns,
 * so that a change of the machine's speed meets both.
 *
 * <p>{@code ./mvnw -Pbenchmark verify}; the executable is measured where an earlier {@code -Dnative} build left it.
 */
public final class Benchmark {
    private static final Map<String, String> ASKED = Map.of("language", "en", "x_earshot", "true");

    /** A short audio context keeps the thousand requests short; what is measured is memory. */
    private static final Map<String, String> QUICK = Map.of("audio_ctx", "128", "x_earshot", "true");

    private record Program(String name, List<String> command) {}

    private final List<Program> programs = new ArrayList<>();

    private Benchmark() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        programs.add(new Program(
                "jar", List.of(java, "-XX:+UseSerialGC", "-Xmx256m", "-jar", "target/quarkus-app/quarkus-run.jar")));
        try (var files = Files.list(Path.of("target"))) {
            files.filter(file -> file.toString().endsWith("-runner"))
                    .forEach(file -> programs.add(new Program("executable", List.of(file.toString()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is measured against others: the executable where there is one. */
    static List<String> executableOrJar() {
        List<Program> programs = new Benchmark().programs;
        return programs.get(programs.size() - 1).command;
    }

    public static void main(String[] args) throws Exception {
        Benchmark benchmark = new Benchmark();
        if (benchmark.programs.size() == 1) {
            System.out.println("No executable in target/ (build it with -Dnative first): only the jar is measured.");
        }
        benchmark.printMachine();
        benchmark.printStart();
        benchmark.printRequests();
        benchmark.printMemory();
        benchmark.printTwoHours();
    }

    private void printMachine() throws Exception {
        String cpu = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name") || line.startsWith("Model"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 2))
                .orElse(System.getProperty("os.arch"));
        System.out.printf(
                "Machine: %s, %d cores, JDK %s%n",
                cpu, Runtime.getRuntime().availableProcessors(), System.getProperty("java.version"));
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static void row(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private void printStart() throws Exception {
        int runs = Integer.getInteger("benchmark.starts", 11);
        row("%n| start, median of %d | answers, no model | ready, demo model warm |", runs);
        row("|---|---|---|");
        Map<String, List<List<Double>>> times = new LinkedHashMap<>();
        for (int run = 0; run < runs; run++) {
            for (Program program : programs) {
                List<List<Double>> both =
                        times.computeIfAbsent(program.name, name -> List.of(new ArrayList<>(), new ArrayList<>()));
                try (Service service = Service.start(program.command, "-Dearshot.model=none")) {
                    both.get(0).add(service.millisUntil("/q/health/live"));
                }
                try (Service service = Service.start(program.command)) {
                    both.get(1).add(service.millisUntil("/q/health/ready"));
                }
            }
        }
        times.forEach(
                (name, both) -> row("| %s | %.0f ms | %.0f ms |", name, median(both.get(0)), median(both.get(1))));
    }

    private void printRequests() throws Exception {
        int runs = Integer.getInteger("benchmark.requests", 15);
        row("%n| requests, median of %d | in whisper.cpp | whole request | HTTP adds | ratio |", runs);
        row("|---|---|---|---|---|");
        List<Service> services = new ArrayList<>();
        try {
            for (Program program : programs) {
                Service service = Service.start(program.command);
                services.add(service);
                service.millisUntil("/q/health/ready");
                for (int i = 0; i < 5; i++) {
                    Form.post(service, "/v1/audio/transcriptions", Recordings.ofSeconds(3), ASKED);
                }
            }
            for (int seconds : new int[] {3, 10, 60}) {
                printRequests(services, seconds, runs);
            }
        } finally {
            for (Service service : services) {
                service.close();
            }
        }
    }

    private void printRequests(List<Service> services, int seconds, int runs) throws Exception {
        Path recording = Recordings.ofSeconds(seconds);
        List<List<Answer>> answers = new ArrayList<>();
        services.forEach(service -> answers.add(new ArrayList<>()));
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < services.size(); i++) {
                answers.get(i).add(Form.post(services.get(i), "/v1/audio/transcriptions", recording, ASKED));
            }
        }
        for (int i = 0; i < services.size(); i++) {
            List<Answer> own = answers.get(i);
            double inside = median(own.stream().map(Answer::runMillis).toList());
            double whole = median(own.stream().map(Answer::millis).toList());
            double added =
                    median(own.stream().map(a -> a.millis() - a.runMillis()).toList());
            double ratio =
                    median(own.stream().map(a -> a.millis() / a.runMillis()).toList());
            row(
                    "| %s, %d s | %.1f ms | %.1f ms | %.1f ms | %.4f |",
                    programs.get(i).name, seconds, inside, whole, added, ratio);
        }
    }

    private void printMemory() throws Exception {
        int requests = Integer.getInteger("benchmark.memory.requests", 1000);
        row("%n| resident memory | no model | demo model loaded | after %d requests |", requests);
        row("|---|---|---|---|");
        Path recording = Recordings.ofSeconds(3);
        for (Program program : programs) {
            double idle;
            try (Service service = Service.start(program.command, "-Dearshot.model=none")) {
                service.millisUntil("/q/health/live");
                idle = service.megabytes("VmRSS");
            }
            try (Service service = Service.start(program.command)) {
                service.millisUntil("/q/health/ready");
                double loaded = service.megabytes("VmRSS");
                for (int i = 0; i < requests; i++) {
                    Form.post(service, "/inference", recording, QUICK);
                }
                row("| %s | %.0f MB | %.0f MB | %.0f MB |", program.name, idle, loaded, service.megabytes("VmRSS"));
            }
        }
    }

    private void printTwoHours() throws Exception {
        row(
                "%n| two hours of 44.1 kHz stereo WAV | before | highest while at work | grows by | took | of that in whisper.cpp |");
        row("|---|---|---|---|---|---|");
        Path recording = Recordings.twoHoursOfStereo();
        for (Program program : programs) {
            try (Service service = Service.start(program.command)) {
                service.millisUntil("/q/health/ready");
                Form.post(service, "/v1/audio/transcriptions", Recordings.ofSeconds(3), ASKED);
                double before = service.megabytes("VmRSS");
                Answer done = Form.post(service, "/v1/audio/transcriptions", recording, ASKED);
                double highest = service.megabytes("VmHWM");
                row(
                        "| %s | %.0f MB | %.0f MB | %.0f MB | %.0f s | %.0f s |",
                        program.name, before, highest, highest - before, done.millis() / 1e3, done.runMillis() / 1e3);
            }
        }
        Files.delete(recording);
    }
}
