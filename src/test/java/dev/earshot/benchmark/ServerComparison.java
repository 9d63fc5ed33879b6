package dev.earshot.benchmark;

import dev.earshot.benchmark.Form.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.StreamSupport;

/**
 * Whole requests to Earshot and to whisper.cpp's own server, built from the same source with the same flags: both get the same
 * recording and the same size of model, by turns, greedy and without fallback. The models have random weights and decode a fixed
 * number of tokens a window; Earshot's guards are off, since no random text is likely. Where the two cut a recording into different
 * numbers of windows, Earshot's model says fewer tokens a window, so that the whole has as many: a real text does not grow with the
 * windows either.
 *
 * <p>{@code ./mvnw -Pbenchmark verify -Dbenchmark=dev.earshot.benchmark.ServerComparison}, narrowed by
 * {@code -Dbenchmark.sizes=tiny -Dbenchmark.quantizations=q8_0 -Dbenchmark.threads=1 -Dbenchmark.cases=3,60}
 */
public final class ServerComparison {
    private static final int RUNS = Integer.getInteger("benchmark.requests", 5);
    private static final Map<String, String> ASKED =
            Map.of("language", "en", "response_format", "verbose_json", "temperature", "0", "temperature_inc", "0");

    /** A recording and the model's tokens a window. */
    private record Case(String name, Path recording, int tokens, boolean manyClients) {}

    private ServerComparison() {}

    public static void main(String[] args) throws Exception {
        List<Case> cases = List.of(
                new Case("3 s", Recordings.ofSeconds(3), 10, false),
                new Case("10 s", Recordings.ofSeconds(10), 30, false),
                new Case("60 s", Recordings.ofSeconds(60), 30, false),
                new Case("10 min, half silence", Recordings.halfSilence(600), 30, false),
                new Case("3 s, 4 clients at once", Recordings.ofSeconds(3), 10, true));
        List<String> wanted = chosen("cases", "3 s,10 s,60 s,10 min,4 clients");
        for (String size : chosen("sizes", "tiny,base")) {
            for (String quantization : chosen("quantizations", "q8_0,f16,q5_1")) {
                for (String threads : chosen("threads", "1,2")) {
                    row(
                            "%n| %s %s, %s thread(s) | Earshot | CPU | whisper-server | CPU | ratio | of CPU | tokens |",
                            size, quantization, threads);
                    row("|---|---|---|---|---|---|---|---|");
                    for (Case one : cases) {
                        if (wanted.stream().anyMatch(one.name::contains)) {
                            compare(one, new Kind(size, quantization), Integer.parseInt(threads));
                        }
                    }
                }
            }
        }
    }

    private static List<String> chosen(String what, String all) {
        return List.of(System.getProperty("benchmark." + what, all).split(","));
    }

    private record Kind(String size, String quantization) {
        Path saying(int tokens) throws Exception {
            return RandomModels.get(size, quantization, tokens);
        }
    }

    private static void row(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static Service earshot(Path model, int threads) throws Exception {
        Service service = Service.start(
                Benchmark.executableOrJar(),
                "-Dearshot.model=" + model,
                "-Dearshot.engine.threads=" + threads,
                "-Dearshot.engine.fit-context=always",
                "-Dearshot.engine.guard=false");
        service.millisUntil("/q/health/ready");
        return service;
    }

    private static Service server(Path model, int threads) throws Exception {
        Service service = Service.startWith(
                port -> List.of(
                        RandomModels.NATIVES.resolve("tools/whisper-server").toString(),
                        "--model",
                        model.toString(),
                        "--port",
                        String.valueOf(port),
                        "--threads",
                        String.valueOf(threads),
                        "--best-of",
                        "1",
                        "--beam-size",
                        "1",
                        "--no-fallback",
                        "--no-language-probabilities",
                        "--suppress-nst",
                        "--language",
                        "en"),
                RandomModels.NATIVES);
        service.millisUntil("/health");
        return service;
    }

    private record Took(double millis, double cpuMillis, int tokens) {}

    private static void compare(Case one, Kind kind, int threads) throws Exception {
        try (Service theirs = server(kind.saying(one.tokens), threads)) {
            int tokens = post(theirs, one.recording).tokens;
            try (Service ours = earshot(kind.saying(perWindow(one, kind, threads, tokens)), threads)) {
                post(ours, one.recording);
                compare(one, ours, theirs);
            }
        }
    }

    /** With how many tokens a window Earshot's windows say as many as the other's. */
    private static int perWindow(Case one, Kind kind, int threads, int tokens) throws Exception {
        try (Service ours = earshot(kind.saying(one.tokens), threads)) {
            int windows = post(ours, one.recording).tokens / one.tokens;
            return Math.round((float) tokens / windows);
        }
    }

    private static void compare(Case one, Service ours, Service theirs) throws Exception {
        int runs = Files.size(one.recording) > 32_000 * 100 ? 1 : RUNS;
        List<Took> our = new ArrayList<>();
        List<Took> their = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            our.add(one.manyClients ? four(ours, one.recording) : post(ours, one.recording));
            their.add(one.manyClients ? four(theirs, one.recording) : post(theirs, one.recording));
        }
        row(
                "| %s | %.0f ms | %.0f ms | %.0f ms | %.0f ms | %.2f | %.2f | %d, %d |",
                one.name,
                median(our, true),
                median(our, false),
                median(their, true),
                median(their, false),
                median(our, true) / median(their, true),
                median(our, false) / median(their, false),
                our.get(0).tokens,
                their.get(0).tokens);
    }

    private static double median(List<Took> took, boolean wall) {
        double[] sorted = took.stream()
                .mapToDouble(one -> wall ? one.millis : one.cpuMillis)
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private static Took post(Service service, Path recording) throws Exception {
        double cpu = service.cpuMillis();
        Answer answer = Form.post(service, "/inference", recording, ASKED);
        int tokens = StreamSupport.stream(answer.json().path("segments").spliterator(), false)
                .mapToInt(segment -> segment.path("tokens").size())
                .sum();
        return new Took(answer.millis(), service.cpuMillis() - cpu, tokens);
    }

    /** Until the last of four that came together has its answer. */
    private static Took four(Service service, Path recording) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(4);
        double cpu = service.cpuMillis();
        long begun = System.nanoTime();
        List<Future<Took>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(clients.submit(() -> post(service, recording)));
        }
        int tokens = 0;
        for (Future<Took> one : all) {
            tokens += one.get().tokens;
        }
        clients.shutdown();
        return new Took((System.nanoTime() - begun) / 1e6, service.cpuMillis() - cpu, tokens);
    }
}
