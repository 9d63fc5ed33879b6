package dev.earshot.whisper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.earshot.audio.AudioDecoder;
import dev.earshot.audio.AudioSettings;
import dev.earshot.audio.AudioSource;
import dev.earshot.engine.Canary;
import dev.earshot.engine.Cancellation;
import dev.earshot.engine.Changeover;
import dev.earshot.engine.Engine;
import dev.earshot.engine.EngineEvents;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.EngineSettings;
import dev.earshot.engine.EngineStatus;
import dev.earshot.engine.ErrorCode;
import dev.earshot.engine.ModelLoader.ModelFacts;
import dev.earshot.engine.ProgressListener;
import dev.earshot.engine.Segment;
import dev.earshot.engine.SpeechDetector;
import dev.earshot.engine.TranscriptionOptions;
import dev.earshot.http.Clip;
import dev.earshot.model.ModelFile;
import dev.earshot.model.ModelWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models change under callers who never pause, on our own library: every answer is right, and no recording is lost. */
class ModelSwitchTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int CALLERS = 3;
    private static final int CHANGES = 5;

    @TempDir
    private Path folder;

    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    private final AtomicBoolean enough = new AtomicBoolean();
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    private Path one;
    private Path other;
    private Engine engine;

    @BeforeEach
    void start() throws Exception {
        one = Files.copy(Natives.demoModel(), folder.resolve("ggml-one.bin"));
        other = Files.copy(Natives.demoModel(), folder.resolve("ggml-other.bin"));
        engine = new Engine(
                new EngineSettings(1, 8, Duration.ofSeconds(30), LONG, true),
                loader(one),
                SpeechDetector.ALWAYS,
                EngineEvents.NONE);
        engine.start();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> engine.status() instanceof EngineStatus.Ready);
    }

    @AfterEach
    void stop() {
        enough.set(true);
        callers.shutdownNow();
        engine.close();
    }

    private static WhisperModelLoader loader(Path file) {
        return new WhisperModelLoader(
                () -> ModelFile.inspect(file),
                Natives::load,
                new ComputeSettings(1, false, 0, true, new ContextFit(1, 384, true)),
                Optional.empty());
    }

    private static Canary canary() throws Exception {
        return new Canary(
                Natives.samples(Clip.EN1), "en", Duration.ofMinutes(2), model -> Optional.of(Clip.EN1.text()));
    }

    private void change(Path to, boolean fits) throws Exception {
        engine.switchTo(loader(to), new Changeover(canary(), () -> fits, LONG));
    }

    private List<Future<Void>> startCallers() {
        List<Future<Void>> running = new ArrayList<>();
        List<Clip> clips = Clip.speech().stream().limit(CALLERS).toList();
        for (Clip clip : clips) {
            running.add(callers.submit(() -> {
                while (!enough.get()) {
                    assertThat(hear(clip)).isEqualTo(clip.text());
                }
                return null;
            }));
        }
        return running;
    }

    private String hear(Clip clip) {
        byte[] recording = clip.bytes();
        AudioDecoder decoder = new AudioDecoder(new AudioSettings(LONG, "ffmpeg", LONG));
        return engine.transcribe(
                        () -> decoder.open(AudioSource.of(recording)),
                        TranscriptionOptions.builder()
                                .language(Optional.of(clip.language()))
                                .build(),
                        LONG,
                        new Cancellation(),
                        new ProgressListener() {
                            @Override
                            public void begins(ModelFacts model) {
                                answers.computeIfAbsent(model.name(), name -> new AtomicInteger())
                                        .incrementAndGet();
                            }

                            @Override
                            public void windowDone(List<Segment> segments) {}
                        })
                .text();
    }

    private void end(List<Future<Void>> running) throws Exception {
        enough.set(true);
        for (Future<Void> caller : running) {
            caller.get(2, TimeUnit.MINUTES);
        }
    }

    private void awaitAnswers(String model, int more) {
        AtomicInteger count = answers.computeIfAbsent(model, name -> new AtomicInteger());
        int wanted = count.get() + more;
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> count.get() >= wanted);
    }

    private void changeBackAndForth(boolean fits) throws Exception {
        List<Future<Void>> running = startCallers();
        for (int i = 0; i < CHANGES; i++) {
            Path next = i % 2 == 0 ? other : one;
            change(next, fits);
            assertThat(engine.model().name()).isEqualTo(i % 2 == 0 ? "other" : "one");
            awaitAnswers(engine.model().name(), CALLERS);
        }
        end(running);
        assertThat(answers.get("one").get()).isPositive();
        assertThat(answers.get("other").get()).isPositive();
    }

    @Test
    void shouldAnswerEveryCallerRightWhileModelsChangeBesideEachOther() throws Exception {
        changeBackAndForth(true);
    }

    @Test
    void shouldAnswerEveryCallerRightWhileModelsTakeEachOthersPlace() throws Exception {
        changeBackAndForth(false);
    }

    @Test
    void shouldServeOnWhenTheNewFileIsDamagedOrHearsNothing() throws Exception {
        List<Future<Void>> running = startCallers();
        byte[] bytes = Files.readAllBytes(one);
        Path cut = Files.write(folder.resolve("ggml-cut.bin"), Arrays.copyOf(bytes, bytes.length / 2));
        Path deaf = ModelWriter.writeSmall(folder.resolve("ggml-deaf.bin"), 1);
        Map<Path, String> reasons = Map.of(cut, "damaged", deaf, "The trial before its use went wrong: it heard ");

        for (boolean fits : new boolean[] {true, false}) {
            for (Path bad : reasons.keySet()) {
                assertThatThrownBy(() -> change(bad, fits))
                        .isInstanceOfSatisfying(
                                EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_NOT_LOADED))
                        .hasMessageStartingWith("The model was not put in use: ")
                        .hasMessageContaining(reasons.get(bad))
                        .hasMessageEndingWith(" one goes on serving.");
                awaitAnswers("one", 1);
            }
        }
        end(running);
        assertThat(answers).containsOnlyKeys("one");
    }
}
