package dev.earshot.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.earshot.engine.Engine;
import dev.earshot.http.Clip;
import dev.earshot.whisper.DemoEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** People who come, speak, hesitate and walk away in the middle of a word, several at a time. */
class LiveSoakTest {
    private static final Duration LENGTH =
            Boolean.getBoolean("tests.slow") ? Duration.ofMinutes(10) : Duration.ofSeconds(15);
    private static final int SPEAKERS = 4;
    private static final int PIECE = 1600;

    /** What came of it all. */
    private record Tally(int whole, int brokenOff) {}

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("earshot"))
                .count();
    }

    @Test
    void shouldLeaveNothingBehindAndLoseNoWord() throws Exception {
        // Services of other tests may still be there.
        long before = threads();
        Engine engine = DemoEngine.start();
        LiveSessions sessions = LiveClipsTest.sessions(engine, SPEAKERS);
        ExecutorService speakers = Executors.newFixedThreadPool(SPEAKERS);
        long until = System.nanoTime() + LENGTH.toNanos();
        try {
            List<Future<Tally>> all = new ArrayList<>();
            for (int i = 0; i < SPEAKERS; i++) {
                Random random = new Random(100 + i);
                all.add(speakers.submit((Callable<Tally>) () -> speakUntil(until, sessions, random)));
            }
            int whole = 0;
            int brokenOff = 0;
            for (Future<Tally> each : all) {
                whole += each.get().whole();
                brokenOff += each.get().brokenOff();
            }

            assertThat(whole).as("clips that were spoken to their end").isPositive();
            assertThat(brokenOff).as("speakers who left").isPositive();
            await().until(() -> sessions.count() == 0);
            System.out.printf("live soak: %d clips whole, %d broken off%n", whole, brokenOff);
        } finally {
            speakers.shutdownNow();
            sessions.close();
            engine.close();
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> threads() <= before);
    }

    private static Tally speakUntil(long until, LiveSessions sessions, Random random) throws Exception {
        List<Clip> clips = Clip.speech();
        int whole = 0;
        int brokenOff = 0;
        while (System.nanoTime() < until) {
            Clip clip = clips.get(random.nextInt(clips.size()));
            float[] samples = DemoEngine.samples(clip);
            int leaves = random.nextInt(3) == 0 ? random.nextInt(samples.length) : Integer.MAX_VALUE;
            Heard heard = new Heard();
            try (LiveSession session = sessions.open(LiveClipsTest.OPTIONS, heard)) {
                for (int from = 0; from < Math.min(leaves, samples.length); from += PIECE) {
                    session.append(Arrays.copyOfRange(samples, from, Math.min(samples.length, from + PIECE)));
                    if (random.nextInt(10) == 0) {
                        // A network that hesitates; nothing here waits for it.
                        Thread.sleep(random.nextInt(200));
                    }
                }
                if (leaves < samples.length) {
                    brokenOff++;
                    continue;
                }
                session.flush();
                heard.await(LiveEvent.Flushed.class);
                assertThat(heard.text().replace(" ", ""))
                        .as(clip.name())
                        .isEqualTo(clip.text().replace(" ", ""));
                whole++;
            }
        }
        return new Tally(whole, brokenOff);
    }
}
