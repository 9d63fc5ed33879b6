package dev.earshot.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.earshot.engine.Cancellation;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.FitContext;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.http.Clip;
import dev.earshot.live.LiveEvent;
import dev.earshot.live.LiveEvents;
import dev.earshot.live.LiveLimits;
import dev.earshot.live.LiveListener;
import dev.earshot.live.LiveSession;
import dev.earshot.live.LiveSessions;
import dev.earshot.live.SessionOptions;
import dev.earshot.live.TurnDetection;
import dev.earshot.whisper.DemoEngine;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * Prints how far captions are behind those who speak, beside whisper-stream's way of working on the same library: every three
 * seconds it reads the last ten, in full. Sessions hear the demo clips at real time, one after the other with a second between
 * them. {@code -Dlive.seconds=600} sets the length of each run.
 */
public final class LiveSpeed {
    private static final int SECONDS = Integer.getInteger("live.seconds", 60);
    private static final int PIECE = 1600;
    private static final long PIECE_NANOS = 100_000_000;

    /** whisper-stream's defaults: {@code --step 3000 --length 10000}. */
    private static final int STEP_PIECES = 30;

    private static final int LENGTH = 160_000;

    private static final LiveLimits LIMITS = new LiveLimits(
            4, Duration.ofSeconds(120), Duration.ofMillis(300), Duration.ofMinutes(5), Duration.ofHours(1));

    /** Milliseconds, and how far the last text was behind. */
    private record Delays(List<Long> first, List<Long> last, long atEnd, double cpu) {}

    private LiveSpeed() {}

    public static void main(String[] args) throws Exception {
        System.out.printf("Live captions, %d s a run; milliseconds, median (95 %%)%n", SECONDS);
        System.out.println(
                "| model | sessions | way | text after speech begins | text after it has ended | at the end | CPU |");
        System.out.println("|---|---|---|---|---|---|---|");
        compare("demo", null);
        compare("tiny q8_0", RandomModels.get("tiny", "q8_0", 10));
        compare("base q8_0", RandomModels.get("base", "q8_0", 10));
    }

    private static void compare(String name, Path model) throws Exception {
        try (Engine engine = start(model, FitContext.ALWAYS)) {
            for (int sessions : new int[] {1, 2, 4}) {
                try (LiveSessions live =
                        new LiveSessions(LIMITS, engine::transcribeLive, () -> null, 1, LiveEvents.NONE)) {
                    print(name, sessions, "Earshot", together(sessions, talk -> earshot(live, talk)));
                }
            }
        }
        try (Engine engine = start(model, FitContext.NEVER)) {
            print(name, 1, "fixed step", together(1, talk -> fixedStep(engine, talk)));
        }
    }

    private static Engine start(Path model, FitContext fit) throws Exception {
        return model == null ? DemoEngine.start(fit) : DemoEngine.start(model, fit);
    }

    private static void print(String model, int sessions, String way, Delays delays) {
        System.out.printf(
                "| %s | %d | %s | %s | %s | %d | %.2f |%n",
                model, sessions, way, words(delays.first), words(delays.last), delays.atEnd, delays.cpu);
    }

    private static String words(List<Long> delays) {
        List<Long> sorted = delays.stream().sorted().toList();
        return sorted.isEmpty()
                ? "-"
                : sorted.get(sorted.size() / 2) + " ("
                        + sorted.get(Math.min(sorted.size() - 1, sorted.size() * 95 / 100)) + ")";
    }

    /** One listener's part of the work. */
    private interface Way {
        Delays hear(Talk talk) throws Exception;
    }

    /** What is said, and when, in samples. */
    private record Talk(float[] samples, List<long[]> utterances) {
        static Talk of(int seed) throws Exception {
            List<Clip> clips = Clip.speech().stream()
                    .filter(clip -> clip.language().equals("en"))
                    .toList();
            float[] samples = new float[SECONDS * 16_000];
            List<long[]> utterances = new ArrayList<>();
            int at = 16_000;
            for (int i = seed; ; i++) {
                float[] clip = DemoEngine.samples(clips.get(i % clips.size()));
                if (at + clip.length + 16_000 > samples.length) {
                    return new Talk(samples, utterances);
                }
                System.arraycopy(clip, 0, samples, at, clip.length);
                utterances.add(new long[] {at, at + clip.length});
                at += clip.length + 16_000;
            }
        }
    }

    private static Delays together(int sessions, Way way) throws Exception {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpu = system.getProcessCpuTime();
        ConcurrentLinkedQueue<Delays> all = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            Talk talk = Talk.of(i);
            Thread thread = new Thread(() -> {
                try {
                    all.add(way.hear(talk));
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.start();
            threads.add(thread);
            // Nobody speaks in time with the others.
            Thread.sleep(700);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return new Delays(
                all.stream().flatMap(each -> each.first.stream()).toList(),
                all.stream().flatMap(each -> each.last.stream()).toList(),
                all.stream().mapToLong(Delays::atEnd).max().orElse(0),
                (system.getProcessCpuTime() - cpu) / 1e9 / SECONDS / sessions);
    }

    private static Delays earshot(LiveSessions sessions, Talk talk) throws Exception {
        List<Long> first = new ArrayList<>();
        List<Long> last = new ArrayList<>();
        CountDownLatch over = new CountDownLatch(1);
        long begun = System.nanoTime();
        LiveListener listener = new LiveListener() {
            private long startMs;
            private boolean shown = true;

            @Override
            public void event(LiveEvent event) {
                long now = (System.nanoTime() - begun) / 1_000_000;
                if (event instanceof LiveEvent.SpeechStarted started) {
                    startMs = started.startMs() + TurnDetection.USUAL.prefix().toMillis();
                    shown = false;
                } else if (event instanceof LiveEvent.Partial && !shown) {
                    first.add(now - startMs);
                    shown = true;
                } else if (event instanceof LiveEvent.Final told) {
                    last.add(told.lagMs());
                } else if (event instanceof LiveEvent.Flushed) {
                    over.countDown();
                }
            }

            @Override
            public void ended(EngineException reason) {
                throw reason;
            }
        };
        try (LiveSession session = sessions.open(
                new SessionOptions(
                        Optional.of(TurnDetection.USUAL),
                        true,
                        false,
                        TranscriptionOptions.builder()
                                .language(Optional.of("en"))
                                .build()),
                listener)) {
            for (int from = 0; from < talk.samples.length; from += PIECE) {
                sleepUntil(begun + (from / PIECE + 1) * PIECE_NANOS);
                session.append(Arrays.copyOfRange(talk.samples, from, from + PIECE));
            }
            session.flush();
            over.await();
        }
        return new Delays(first, last, last.isEmpty() ? 0 : last.get(last.size() - 1), 0);
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        long left = nanos - System.nanoTime();
        if (left > 0) {
            Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    /** Text is on the screen when the first reading is done that began after the sound in question. */
    private static Delays fixedStep(Engine engine, Talk talk) throws Exception {
        List<Long> first = new ArrayList<>();
        List<Long> last = new ArrayList<>();
        int starts = 0;
        int ends = 0;
        long begun = System.nanoTime();
        long behind = 0;
        for (int to = STEP_PIECES * PIECE; to <= talk.samples.length; to += STEP_PIECES * PIECE) {
            sleepUntil(begun + to / PIECE * PIECE_NANOS);
            engine.transcribeLive(
                    Arrays.copyOfRange(talk.samples, Math.max(0, to - LENGTH), to),
                    TranscriptionOptions.builder().language(Optional.of("en")).build(),
                    new Cancellation());
            long now = (System.nanoTime() - begun) / 1_000_000;
            behind = now - to / 16;
            while (starts < talk.utterances.size() && talk.utterances.get(starts)[0] + 8000 < to) {
                first.add(now - talk.utterances.get(starts++)[0] / 16);
            }
            while (ends < talk.utterances.size() && talk.utterances.get(ends)[1] < to) {
                last.add(now - talk.utterances.get(ends++)[1] / 16);
            }
        }
        return new Delays(first, last, behind, 0);
    }
}
