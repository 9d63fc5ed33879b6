package dev.earshot.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.http.Clip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everything that callers may do at the same time, and should not; the process must live. Short unless {@code -Pslow}. */
class NativeStressTest {
    private static final Duration LENGTH = Duration.ofSeconds(Boolean.getBoolean("tests.slow") ? 60 : 5);

    private static float[] samples;

    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    @BeforeAll
    static void record() throws Exception {
        samples = Natives.samples(Clip.EN1);
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static byte[] options(int context) {
        TranscriptionOptions options =
                TranscriptionOptions.builder().language(Optional.of("en")).build();
        return new NativeOptions(options, "", 1, context, 0, 0).bytes();
    }

    private static String text(byte[] outcome) {
        StringBuilder text = new StringBuilder();
        NativeOutcome.read(outcome).segments().forEach(segment -> text.append(new String(segment.text())));
        return text.toString().strip();
    }

    private void runOnAll(Callable<Void> work) throws Exception {
        List<Future<Void>> running = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            running.add(threads.submit(work));
        }
        for (Future<Void> one : running) {
            one.get(10, TimeUnit.MINUTES);
        }
    }

    @Test
    void shouldLiveWhenEightThreadsMakeUseAndFreeStatesAndModels() throws Exception {
        AtomicLong shared = new AtomicLong(Natives.openDemo());
        AtomicInteger right = new AtomicInteger();
        AtomicInteger seeds = new AtomicInteger();
        long end = System.nanoTime() + LENGTH.toNanos();
        byte[] options = options(384);

        runOnAll(() -> {
            SplittableRandom random = new SplittableRandom(seeds.incrementAndGet());
            while (System.nanoTime() < end) {
                if (random.nextInt(8) == 0) {
                    // others still make states on the old one, and run
                    NativeWhisper.closeModel(shared.getAndSet(Natives.openDemo()));
                }
                try {
                    long state = NativeWhisper.openState(shared.get());
                    assertThat(text(NativeWhisper.run(state, 1, options, samples)))
                            .isEqualTo(Clip.EN1.text());
                    right.incrementAndGet();
                    NativeWhisper.closeState(state);
                    NativeWhisper.closeState(state);
                } catch (RuntimeException e) {
                    assertThat(e).hasMessage("this model is closed");
                }
            }
            return null;
        });

        NativeWhisper.closeModel(shared.get());
        assertThat(right.get()).isGreaterThan(8);
    }

    @Test
    void shouldLiveWhenStatesAreClosedAndStoppedWhileTheyRun() throws Exception {
        long model = Natives.openDemo();
        long end = System.nanoTime() + LENGTH.toNanos();
        AtomicInteger stopped = new AtomicInteger();
        AtomicInteger seeds = new AtomicInteger(100);
        byte[] options = options(0);

        runOnAll(() -> {
            SplittableRandom random = new SplittableRandom(seeds.incrementAndGet());
            while (System.nanoTime() < end) {
                long state = NativeWhisper.openState(model);
                Thread disturber = new Thread(() -> {
                    try {
                        Thread.sleep(random.nextInt(300));
                        NativeWhisper.progress(state);
                        NativeWhisper.foundSoFar(state);
                        NativeWhisper.abort(state, 1);
                        NativeWhisper.closeState(state);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                disturber.start();
                try {
                    NativeOutcome outcome = NativeOutcome.read(NativeWhisper.run(state, 1, options, samples));
                    assertThat(outcome.aborted() || outcome.status() == 0).isTrue();
                    stopped.addAndGet(outcome.aborted() ? 1 : 0);
                } catch (RuntimeException e) {
                    assertThat(e).hasMessage("this decoding state is closed");
                }
                disturber.join();
            }
            return null;
        });

        NativeWhisper.closeModel(model);
        assertThat(stopped.get()).isPositive();
    }

    @Test
    void shouldStopARunWithinHalfASecond() throws Exception {
        long model = Natives.openDemo();
        long state = NativeWhisper.openState(model);
        // beams make even the demo model slow enough to be stopped under way
        TranscriptionOptions slow = TranscriptionOptions.builder()
                .language(Optional.of("en"))
                .beamSize(8)
                .build();
        byte[] options = new NativeOptions(slow, "", 1, 0, 0, 0).bytes();
        Future<byte[]> run = threads.submit(() -> NativeWhisper.run(state, 1, options, new float[29 * 16_000]));
        Thread.sleep(30);
        NativeWhisper.abort(state, 1);

        NativeOutcome outcome = NativeOutcome.read(run.get(500, TimeUnit.MILLISECONDS));

        assertThat(outcome.aborted()).isTrue();
        assertThat(text(NativeWhisper.run(state, 2, options(0), samples))).isEqualTo(Clip.EN1.text());
        NativeWhisper.closeState(state);
        NativeWhisper.closeModel(model);
    }

    @Test
    void shouldRefuseClosedHandlesAndBrokenParameters() throws Exception {
        long model = Natives.openDemo();
        long state = NativeWhisper.openState(model);
        byte[] options = options(0);

        assertThatThrownBy(() -> NativeWhisper.openState(Long.MAX_VALUE)).hasMessage("this model is closed");
        assertThatThrownBy(() -> NativeWhisper.run(-5, 1, options, samples))
                .hasMessage("this decoding state is closed");
        assertThatThrownBy(() -> NativeWhisper.run(state, 1, null, samples)).hasMessage("a byte array is null");
        assertThatThrownBy(() -> NativeWhisper.run(state, 1, options, null)).hasMessage("the samples are null");
        assertThatThrownBy(() -> NativeWhisper.run(state, 1, new byte[] {1, 0, 0, 0, 1}, samples))
                .hasMessage("the parameters are too short");
        assertThatThrownBy(() -> NativeWhisper.run(state, 1, new byte[] {9, 0, 0, 0}, samples))
                .hasMessage("the native library and the application are of different versions");
        float[] infinite = samples.clone();
        infinite[100] = Float.POSITIVE_INFINITY;
        assertThatThrownBy(() -> NativeWhisper.run(state, 1, options, infinite))
                .hasMessage("sample 100 is not a number");
        assertThat(text(NativeWhisper.run(state, 1, options, samples))).isEqualTo(Clip.EN1.text());
        NativeWhisper.closeState(state);
        NativeWhisper.closeModel(model);
    }
}
