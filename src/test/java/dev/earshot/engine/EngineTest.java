package dev.earshot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.earshot.audio.Region;
import dev.earshot.engine.FakeModel.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final FakeModel model = new FakeModel();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private Engine engine;

    @AfterEach
    void stop() {
        model.letThrough(1000);
        if (engine != null) {
            engine.close();
        }
        callers.shutdownNow();
    }

    private Engine start(EngineSettings settings, ModelLoader loader, SpeechDetector speech) {
        engine = new Engine(settings, loader, speech, EngineEvents.NONE);
        engine.start();
        await().until(() -> !(engine.status() instanceof EngineStatus.Loading));
        return engine;
    }

    private Engine start(int lanes, int queue) {
        return start(
                new EngineSettings(lanes, queue, Duration.ofSeconds(30), LONG, true), model, SpeechDetector.ALWAYS);
    }

    private Transcript run(SamplesReader audio, TranscriptionOptions options) {
        return engine.transcribe(() -> audio, options, LONG, new Cancellation(), ProgressListener.NONE);
    }

    private Future<Transcript> submit(SamplesReader audio, Cancellation cancellation) {
        return callers.submit(() -> engine.transcribe(
                () -> audio, TranscriptionOptions.builder().build(), LONG, cancellation, ProgressListener.NONE));
    }

    private Future<Transcript> submit(SamplesReader audio) {
        return submit(audio, new Cancellation());
    }

    private void awaitInModel(int windows) throws InterruptedException {
        assertThat(model.entered.tryAcquire(windows, 10, TimeUnit.SECONDS))
                .as("the model was called")
                .isTrue();
    }

    @Test
    void shouldPutSegmentsOfAllWindowsOnTheRecordingsTimeLine() {
        start(1, 8);
        List<List<Segment>> heard = new ArrayList<>();

        Transcript transcript = engine.transcribe(
                () -> SamplesReader.level(70, 0.5),
                TranscriptionOptions.builder().language(Optional.of("de")).build(),
                LONG,
                new Cancellation(),
                heard::add);

        assertThat(transcript.duration()).isEqualTo(Duration.ofSeconds(70));
        assertThat(transcript.text()).isEqualTo("w500 w500 w500");
        assertThat(transcript.language()).contains("de");
        assertThat(transcript.cost().windows()).isEqualTo(3);
        List<Segment> segments = transcript.segments();
        assertThat(segments.get(0).startMs()).isZero();
        assertThat(segments.get(2).endMs()).isEqualTo(70_000);
        for (int i = 1; i < segments.size(); i++) {
            assertThat(segments.get(i).startMs()).isEqualTo(segments.get(i - 1).endMs());
        }
        assertThat(heard).hasSize(3).allMatch(window -> window.size() == 1);
    }

    @Test
    void shouldSetThePromptBeforeEveryWindowAndTheTextBeforeOnlyWhereAsked() {
        start(1, 8);

        run(
                SamplesReader.level(50, 0.1),
                TranscriptionOptions.builder().prompt("menu").build());
        run(
                SamplesReader.level(50, 0.2),
                TranscriptionOptions.builder().prompt("menu").carryText(true).build());

        assertThat(model.work()).extracting(Call::prompt).containsExactly("menu", "menu", "menu", "menu w200");
    }

    @Test
    void shouldAnswerSilenceWithNoSpeechAndKeepItFromTheModel() {
        start(new EngineSettings(1, 8, Duration.ofSeconds(30), LONG, true), model, samples -> List.of());

        Transcript transcript =
                run(SamplesReader.level(40, 0.1), TranscriptionOptions.builder().build());

        assertThat(transcript.text()).isEmpty();
        assertThat(transcript.emptyReason()).contains(EmptyReason.NO_SPEECH);
        assertThat(transcript.cost().gatedWindows()).isEqualTo(2);
        assertThat(transcript.cost().skipped()).isEqualTo(Duration.ofSeconds(40));
        assertThat(model.work()).isEmpty();
    }

    /** Two spots of speech, eight seconds apart, in 20 s. */
    private Transcript runTwoSpots(FakeModel model, boolean gate) {
        start(
                new EngineSettings(1, 8, Duration.ofSeconds(30), LONG, gate),
                model,
                samples -> List.of(new Region(16_000, 48_000), new Region(11 * 16_000, 12 * 16_000)));
        return run(SamplesReader.level(20, 0.4), TranscriptionOptions.builder().build());
    }

    @Test
    void shouldLeavePausesOutWhereTheLibraryIsCheaperForShortWindows() {
        FakeModel fitting = new FakeModel(true, 99, new Capabilities(true, true, true, true, false));

        Transcript transcript = runTwoSpots(fitting, true);

        assertThat(transcript.segments())
                .containsExactly(new Segment(0, 3000, " w400"), new Segment(11_000, 12_000, " w400"));
        assertThat(transcript.duration()).isEqualTo(Duration.ofSeconds(20));
        assertThat(transcript.cost().windows()).isEqualTo(2);
        assertThat(transcript.cost().gatedWindows()).isZero();
        assertThat(transcript.cost().skipped()).isEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void shouldSkipNothingWithinWindowsThatCostTheSameHoweverShort() {
        Transcript transcript = runTwoSpots(model, true);

        assertThat(transcript.segments()).containsExactly(new Segment(0, 20_000, " w400"));
        assertThat(transcript.cost().skipped()).isZero();
    }

    @Test
    void shouldSkipNothingWhereTheGateIsOff() {
        Transcript transcript =
                runTwoSpots(new FakeModel(true, 99, new Capabilities(true, true, true, true, true)), false);

        assertThat(transcript.segments()).containsExactly(new Segment(0, 20_000, " w400"));
        assertThat(transcript.cost().skipped()).isZero();
    }

    @Test
    void shouldUseOnlyTheAskedPartOfTheRecording() {
        start(1, 8);

        Transcript transcript = run(
                SamplesReader.level(20, 0.4),
                TranscriptionOptions.builder()
                        .offset(Duration.ofSeconds(5))
                        .length(Optional.of(Duration.ofSeconds(3)))
                        .build());

        assertThat(transcript.segments()).containsExactly(new Segment(5000, 8000, " w400"));
    }

    @Test
    void shouldPassTranslationOnToAModelThatCan() {
        start(1, 8);

        Transcript transcript = run(
                SamplesReader.level(2, 0.4),
                TranscriptionOptions.builder().task(Task.TRANSLATE).build());

        assertThat(transcript.task()).isEqualTo(Task.TRANSLATE);
        assertThat(model.work())
                .singleElement()
                .satisfies(call -> assertThat(call.options().task()).isEqualTo(Task.TRANSLATE));
    }

    @Test
    void shouldRefuseTranslationByAModelThatCannot() {
        start(
                new EngineSettings(1, 8, Duration.ofSeconds(30), LONG, true),
                new FakeModel(false, 99, Capabilities.STOCK),
                SpeechDetector.ALWAYS);

        assertThatThrownBy(() -> run(
                        SamplesReader.level(2, 0.4),
                        TranscriptionOptions.builder().task(Task.TRANSLATE).build()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("The model fake cannot translate")
                .extracting(e -> ((EngineException) e).code())
                .isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @Test
    void shouldRefuseALanguageThatTheModelHasNoTokenFor() {
        start(
                new EngineSettings(1, 8, Duration.ofSeconds(30), LONG, true),
                new FakeModel(false, 1, Capabilities.STOCK),
                SpeechDetector.ALWAYS);

        assertThatThrownBy(() -> run(
                        SamplesReader.level(2, 0.4),
                        TranscriptionOptions.builder()
                                .language(Optional.of("de"))
                                .build()))
                .hasMessage("The model fake does not know the language 'de'; it knows English only.");
    }

    @Test
    void shouldRefuseWithRetryAfterWhenQueueIsFull() throws Exception {
        start(1, 2);
        model.hold();
        List<Future<Transcript>> admitted = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            admitted.add(submit(SamplesReader.level(2, 0.5)));
        }
        awaitInModel(1);
        await().until(() -> engine.depth().waiting() == 2);

        assertThatThrownBy(() -> engine.checkRoom())
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.BUSY);
                    assertThat(e.retryAfter())
                            .hasValueSatisfying(wait -> assertThat(wait).isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
                })
                .hasMessageStartingWith("The queue is full: 3 recordings are being worked on or waiting.");
        assertThat(engine.depth().full()).isTrue();
        model.letThrough(3);
        for (Future<Transcript> job : admitted) {
            assertThat(job.get(10, TimeUnit.SECONDS).text()).isEqualTo("w500");
        }
    }

    @Test
    void shouldHearWhatIsBeingSaidAlsoWhenTheQueueIsFull() throws Exception {
        start(1, 1);
        model.hold();
        Future<Transcript> first = submit(SamplesReader.level(2, 0.5));
        awaitInModel(1);
        Future<Transcript> second = submit(SamplesReader.level(2, 0.4));
        await().until(() -> engine.depth().full());
        float[] said = new float[32_000];
        Arrays.fill(said, 0.3f);
        CompletableFuture<Transcript> live = new CompletableFuture<>();
        Thread speaker = new Thread(() -> live.complete(
                engine.transcribeLive(said, TranscriptionOptions.builder().build(), new Cancellation())));
        speaker.start();
        await().until(() -> speaker.getState() == Thread.State.WAITING);
        model.letThrough(1);
        awaitInModel(1);
        model.letThrough(1);

        assertThat(live.get(10, TimeUnit.SECONDS).text()).isEqualTo("w300");
        assertThat(first.get(10, TimeUnit.SECONDS).text()).isEqualTo("w500");
        assertThat(second).isNotDone();
        model.letThrough(1);
        assertThat(second.get(10, TimeUnit.SECONDS).text()).isEqualTo("w400");
    }

    @Test
    void shouldServeAShortRecordingAtTheNextWindowOfALongOne() throws Exception {
        start(1, 8);
        model.hold();
        Future<Transcript> longOne = submit(SamplesReader.level(600, 0.1));
        awaitInModel(1);
        Future<Transcript> shortOne = submit(SamplesReader.level(3, 0.2));
        await().until(() -> engine.depth().waiting() == 1);

        model.letThrough(2);

        assertThat(shortOne.get(10, TimeUnit.SECONDS).text()).isEqualTo("w200");
        assertThat(longOne.isDone()).isFalse();
        model.letThrough(100);
        assertThat(longOne.get(10, TimeUnit.SECONDS).duration()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void shouldFreeThePlaceOfACallerThatWentAway() throws Exception {
        start(1, 1);
        model.hold();
        Future<Transcript> running = submit(SamplesReader.level(2, 0.1));
        awaitInModel(1);
        Cancellation gone = new Cancellation();
        SamplesReader audio = SamplesReader.level(2, 0.2);
        Future<Transcript> waiting = submit(audio, gone);
        await().until(() -> engine.depth().waiting() == 1);

        gone.cancel(new EngineException(ErrorCode.CLIENT_GONE, "client disconnected"));

        assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasMessage("client disconnected");
        await().until(() -> engine.depth().waiting() == 0);
        await().until(audio::closed);
        model.letThrough(1);
        assertThat(running.get(10, TimeUnit.SECONDS).text()).isEqualTo("w100");
        assertThat(model.work()).hasSize(1);
    }

    @Test
    void shouldAnswerAtTheDeadlineEvenWhileTheModelIsStillAtWork() throws Exception {
        start(1, 8);
        model.hold();

        assertThatThrownBy(() -> engine.transcribe(
                        () -> SamplesReader.level(2, 0.1),
                        TranscriptionOptions.builder().build(),
                        Duration.ofMillis(50),
                        new Cancellation(),
                        ProgressListener.NONE))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE))
                .hasMessage("The deadline of 50 ms has passed.");
    }

    private Transcript runWithin(Duration deadline, TranscriptionOptions options) {
        return engine.transcribe(
                () -> SamplesReader.level(3, 0.1), options, deadline, new Cancellation(), ProgressListener.NONE);
    }

    private static TranscriptionOptions searched() {
        return TranscriptionOptions.builder()
                .language(Optional.of("en"))
                .beamSize(8)
                .build();
    }

    @Test
    void shouldGiveUpTheBeamSearchOnlyForACallerInAHurryAndTellIt() {
        FakeModel slow = new FakeModel(new Capabilities(true, true, true, true, false));
        slow.answer(call -> {
            sleep(call.options().beamSize() > 1 ? 0 : 300);
            return Transcriber.Result.plain(List.of(new Segment(0, 1000, " yes")), call.options());
        });
        start(new EngineSettings(1, 8, Duration.ofSeconds(30), LONG, true), slow, SpeechDetector.ALWAYS);

        // 8 x 0.3 s and as much again if the text looks wrong
        Transcript hurried = runWithin(Duration.ofSeconds(2), searched());
        Transcript ample = runWithin(Duration.ofMinutes(4), searched());
        Transcript patient = runWithin(LONG, searched());

        assertThat(hurried.cost().shortcuts()).containsExactly(Shortcut.BEAM_SIZE);
        assertThat(ample.cost().shortcuts()).isEmpty();
        assertThat(patient.cost().shortcuts()).isEmpty();
        assertThat(slow.work()).extracting(call -> call.options().beamSize()).containsExactly(1, 8, 8);
        assertThat(slow.work()).extracting(call -> call.options().fitContext()).containsOnly(true);
    }

    @Test
    void shouldGiveNothingUpInALongRecording() {
        FakeModel slow = new FakeModel();
        slow.answer(call -> {
            sleep(100);
            return Transcriber.Result.plain(List.of(), call.options());
        });
        start(new EngineSettings(1, 8, Duration.ofSeconds(30), LONG, true), slow, SpeechDetector.ALWAYS);

        Transcript transcript = engine.transcribe(
                () -> SamplesReader.level(70, 0.1),
                searched(),
                Duration.ofSeconds(60),
                new Cancellation(),
                ProgressListener.NONE);

        assertThat(transcript.cost().shortcuts()).isEmpty();
        assertThat(slow.work()).extracting(call -> call.options().beamSize()).containsExactly(8, 8, 8);
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldTellItsWaitingCallersWhenItIsShutDownAndFreeEverything() throws Exception {
        start(2, 8);
        model.hold();
        Future<Transcript> job = submit(SamplesReader.level(100, 0.1));
        awaitInModel(1);

        CompletableFuture<Void> closing = CompletableFuture.runAsync(engine::close, callers);

        assertThatThrownBy(() -> job.get(10, TimeUnit.SECONDS))
                .cause()
                .hasMessage("The service was shut down before the recording was done.");
        model.letThrough(10);
        closing.get(10, TimeUnit.SECONDS);
        assertThat(model.opened).hasValue(2);
        assertThat(model.closed).hasValue(2);
        assertThat(model.weightsFreed()).isTrue();
        assertThatThrownBy(engine::checkRoom).hasMessage("The service is shutting down.");
    }

    @Test
    void shouldStayAndSayWhyWhenTheModelCannotBeLoaded() {
        ModelLoader broken = () -> {
            throw new EngineException(ErrorCode.NOT_READY, "model.bin is damaged");
        };
        start(new EngineSettings(1, 8, Duration.ofSeconds(30), LONG, true), broken, SpeechDetector.ALWAYS);

        assertThat(engine.status()).isEqualTo(new EngineStatus.Failed("model.bin is damaged"));
        assertThatThrownBy(engine::checkRoom)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_READY))
                .hasMessage("model.bin is damaged");
    }

    @Test
    void shouldKeepServingAfterTheModelFailedOnAWindow() {
        model.failOn(0.9f, () -> {
            throw new EngineException(ErrorCode.INTERNAL, "status -6");
        });
        start(1, 8);

        assertThatThrownBy(() -> run(
                        SamplesReader.level(2, 0.9),
                        TranscriptionOptions.builder().build()))
                .hasMessage("status -6");

        assertThat(run(
                                SamplesReader.level(2, 0.3),
                                TranscriptionOptions.builder().build())
                        .text())
                .isEqualTo("w300");
        assertThat(engine.depth().waiting()).isZero();
    }

    @Test
    void shouldTellItsCallersAndStopTakingJobsWhenALaneDies() {
        model.failOn(0.9f, () -> {
            throw new OutOfMemoryError("no more");
        });
        start(1, 8);

        assertThatThrownBy(() -> run(
                        SamplesReader.level(2, 0.9),
                        TranscriptionOptions.builder().build()))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));

        await().until(() -> engine.status() instanceof EngineStatus.Failed);
        assertThatThrownBy(engine::checkRoom).hasMessage("A lane has died: java.lang.OutOfMemoryError: no more");
        await().until(() -> model.closed.get() == 1);
    }

    @Test
    void shouldNotOpenARecordingThatHasNoPlace() throws Exception {
        start(1, 1);
        model.hold();
        Future<Transcript> running = submit(SamplesReader.level(2, 0.1));
        awaitInModel(1);
        Future<Transcript> waiting = submit(SamplesReader.level(2, 0.2));
        await().until(() -> engine.depth().waiting() == 1);

        assertThatThrownBy(() -> engine.transcribe(
                        () -> {
                            throw new AssertionError("opened");
                        },
                        TranscriptionOptions.builder().build(),
                        LONG,
                        new Cancellation(),
                        ProgressListener.NONE))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUSY));

        model.letThrough(2);
        running.get(10, TimeUnit.SECONDS);
        waiting.get(10, TimeUnit.SECONDS);
    }
}
