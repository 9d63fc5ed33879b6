package dev.earshot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A second model hears the long recordings. */
@Timeout(60)
class EngineBatchTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final FakeModel quick = FakeModel.named("quick", true);
    private final FakeModel careful = FakeModel.named("careful", true);
    private final FakeModel next = FakeModel.named("next", true);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<EngineStatus> told = new CopyOnWriteArrayList<>();
    private final List<EngineStatus> toldOfStart = new CopyOnWriteArrayList<>();
    private final List<String> toldOfLeaving = new CopyOnWriteArrayList<>();
    private final List<String> besides = new CopyOnWriteArrayList<>();
    private final List<FakeModel> models = new ArrayList<>(List.of(quick, careful, next));
    private Engine engine;

    @AfterEach
    void stop() {
        models.forEach(model -> model.letThrough(1000));
        engine.close();
        callers.shutdownNow();
    }

    private void start(FakeModel first, BatchModel batch) {
        models.add(first);
        engine = new Engine(
                new EngineSettings(1, 8, Duration.ofSeconds(30), LONG, true),
                first,
                Optional.of(batch),
                SpeechDetector.ALWAYS,
                new EngineEvents() {
                    @Override
                    public void started(EngineStatus status) {
                        toldOfStart.add(status);
                    }

                    @Override
                    public void leavingModelFailed(String reason) {
                        toldOfLeaving.add(reason);
                    }

                    @Override
                    public void batchModel(EngineStatus status) {
                        told.add(status);
                    }
                });
        engine.start();
        await().until(() -> !(engine.status() instanceof EngineStatus.Loading));
    }

    private void start() {
        start(quick, this::carefulBeside);
        await().until(() -> batch() instanceof EngineStatus.Ready);
    }

    private ModelLoader carefulBeside(ModelLoader.ModelFacts first) {
        besides.add(first.name());
        return careful;
    }

    private EngineStatus batch() {
        return engine.batchStatus().orElse(null);
    }

    private Transcript hear(double seconds, TranscriptionOptions options, Duration deadline) {
        return engine.transcribe(
                () -> SamplesReader.level(seconds, 0.5), options, deadline, new Cancellation(), ProgressListener.NONE);
    }

    private Future<String> submit(double seconds) {
        return submit(seconds, TranscriptionOptions.builder().build());
    }

    private Future<String> submit(double seconds, TranscriptionOptions options) {
        return callers.submit(() -> hear(seconds, options, LONG).text());
    }

    private static String text(Future<String> job) throws Exception {
        return job.get(10, TimeUnit.SECONDS);
    }

    private static void awaitInModel(FakeModel model) throws InterruptedException {
        assertThat(model.entered.tryAcquire(10, TimeUnit.SECONDS))
                .as("the model was called")
                .isTrue();
    }

    private EngineStatus.Ready change(FakeModel to, Trial trial, BooleanSupplier fits, Duration patience) {
        return engine.switchTo(to, new Changeover(trial, fits, patience));
    }

    /** Who would hear such a recording now; it is not waited for. */
    private String nextHearer(double seconds) {
        List<String> names = new ArrayList<>();
        ProgressListener asking = new ProgressListener() {
            @Override
            public void begins(ModelLoader.ModelFacts model) {
                names.add(model.name());
                throw new EngineException(ErrorCode.CLIENT_GONE, "it was only a question");
            }

            @Override
            public void windowDone(List<Segment> segments) {}
        };
        assertThatThrownBy(() -> engine.transcribe(
                        () -> SamplesReader.level(seconds, 0.5),
                        TranscriptionOptions.builder().build(),
                        LONG,
                        new Cancellation(),
                        asking))
                .hasMessage("it was only a question");
        return names.get(0);
    }

    private void awaitTold(EngineStatus status) {
        await().untilAsserted(() -> assertThat(told).contains(status));
    }

    private static TranscriptionOptions named(String model) {
        return TranscriptionOptions.builder().model(Optional.of(model)).build();
    }

    @Test
    void shouldHearLongRecordingsWithTheSecondModelFromTheFirstWindowToTheLast() throws Exception {
        start();

        assertThat(text(submit(70))).isEqualTo("careful careful careful");
        assertThat(text(submit(30))).isEqualTo("quick");
        assertThat(text(submit(30.1))).startsWith("careful").doesNotContain("quick");
        assertThat(engine.models()).extracting(ModelLoader.ModelFacts::name).containsExactly("quick", "careful");
        assertThat(engine.model().name()).isEqualTo("quick");
        assertThat(besides).containsExactly("quick");
    }

    @Test
    void shouldHearWithTheModelThatIsNamed() throws Exception {
        start();

        assertThat(text(submit(2, named("careful")))).isEqualTo("careful");
        assertThat(text(submit(40, named("quick")))).isEqualTo("quick quick");
    }

    @Test
    void shouldHearAllWithTheFirstModelUntilTheSecondIsWarm() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        start(quick, first -> () -> {
            uninterruptibly(goOn);
            return careful;
        });

        assertThat(text(submit(70))).isEqualTo("quick quick quick");
        assertThat(batch()).isInstanceOf(EngineStatus.Loading.class);
        goOn.countDown();
        await().until(() -> batch() instanceof EngineStatus.Ready);
        assertThat(text(submit(70))).isEqualTo("careful careful careful");
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldServeAllWithTheFirstModelAndSayWhyWhenTheSecondCannotBeLoaded() throws Exception {
        careful.breakWith("careful needs up to 1 GB of memory, and there are 200 MB for it");
        start(quick, first -> careful);

        EngineStatus failed =
                new EngineStatus.Failed("careful needs up to 1 GB of memory, and there are 200 MB for it");
        awaitTold(failed);
        assertThat(batch()).isEqualTo(failed);
        assertThat(engine.status()).isInstanceOf(EngineStatus.Ready.class);
        assertThat(text(submit(70))).isEqualTo("quick quick quick");
        assertThat(engine.models()).hasSize(1);
    }

    @Test
    void shouldNotLoadTwoModelsWhereTheLibraryDoesNotTolerateIt() throws Exception {
        start(FakeModel.named("alone", false), first -> careful);

        awaitTold(new EngineStatus.Failed("the native library fake does not bear two models at a time"));
        assertThat(careful.loads()).isZero();
        assertThat(text(submit(70))).isEqualTo("alone alone alone");
    }

    @Test
    void shouldNotComputeWithBothAtATimeAndLetAShortRecordingInBetweenWindows() throws Exception {
        start();
        careful.hold();
        Future<String> longOne = submit(70);
        awaitInModel(careful);

        Future<String> shortOne = submit(2);
        await().until(() -> engine.depth().waiting() == 1);
        Thread.sleep(50);
        assertThat(quick.work()).as("while the other computes").isEmpty();
        careful.letThrough(1);

        assertThat(text(shortOne)).isEqualTo("quick");
        assertThat(longOne).isNotDone();
        careful.letThrough(2);
        assertThat(text(longOne)).isEqualTo("careful careful careful");
    }

    @Test
    void shouldKeepTheSecondModelWhereMemoryHoldsAThird() throws Exception {
        start();
        careful.hold();
        Future<String> before = submit(70);
        awaitInModel(careful);

        change(next, Trial.NONE, () -> true, LONG);

        careful.letThrough(1000);
        assertThat(text(before)).isEqualTo("careful careful careful");
        assertThat(text(submit(2))).isEqualTo("next");
        assertThat(text(submit(70))).isEqualTo("careful careful careful");
        assertThat(careful.loads()).isEqualTo(1);
    }

    @Test
    void shouldGiveTheSecondModelUpWhereItsMemoryIsNeededAndLoadItAgain() throws Exception {
        start();
        careful.hold();
        Future<String> before = submit(70);
        awaitInModel(careful);
        List<Boolean> freed = new CopyOnWriteArrayList<>();

        Future<EngineStatus.Ready> change = callers.submit(() -> change(
                next,
                (transcriber, model) -> freed.add(careful.weightsFreed() && !quick.weightsFreed()),
                careful::weightsFreed,
                LONG));
        // Who comes now with a long one need not wait for the change.
        await().until(() -> nextHearer(70).equals("quick"));
        assertThat(change).isNotDone();
        careful.letThrough(1000);

        assertThat(change.get(10, TimeUnit.SECONDS).model().name()).isEqualTo("next");
        assertThat(text(before)).isEqualTo("careful careful careful");
        assertThat(freed).containsExactly(true);
        awaitTold(new EngineStatus.Failed("its memory is needed for another model"));
        await().until(() -> batch() instanceof EngineStatus.Ready);
        assertThat(besides).containsExactly("quick", "next");
        assertThat(text(submit(70))).isEqualTo("careful careful careful");
        assertThat(text(submit(2))).isEqualTo("next");
    }

    @Test
    void shouldReplaceTheFirstModelInItsPlaceWhereNotEvenTwoFit() throws Exception {
        start();
        List<Boolean> freed = new CopyOnWriteArrayList<>();

        change(
                next,
                (transcriber, model) -> freed.add(careful.weightsFreed() && quick.weightsFreed()),
                () -> false,
                LONG);

        assertThat(freed).containsExactly(true);
        await().until(() -> batch() instanceof EngineStatus.Ready);
        assertThat(text(submit(70))).isEqualTo("careful careful careful");
    }

    @Test
    void shouldRefuseTheChangeWhereALongRecordingKeepsTheMemory() throws Exception {
        start();
        careful.hold();
        Future<String> before = submit(70);
        awaitInModel(careful);

        assertThatThrownBy(() -> change(next, Trial.NONE, () -> false, Duration.ofMillis(50)))
                .hasMessage(
                        "There is no room for a third model, and the recordings that the model for long ones hears did"
                                + " not end within 0 s (earshot.engine.switch-patience). Try again when it has less to do.");

        Future<String> after = submit(70);
        careful.letThrough(1000);
        assertThat(text(before)).isEqualTo("careful careful careful");
        assertThat(text(after)).isEqualTo("careful careful careful");
        assertThat(careful.loads()).isEqualTo(1);
    }

    @Test
    void shouldLoadTheSecondModelAgainWhenTheOneThatNeededItsPlaceFails() throws Exception {
        start();
        next.breakWith("next.bin is damaged.");

        assertThatThrownBy(() -> change(next, Trial.NONE, careful::weightsFreed, LONG))
                .hasMessage("The model was not put in use: next.bin is damaged. quick goes on serving.");

        await().until(() -> batch() instanceof EngineStatus.Ready);
        assertThat(text(submit(70))).isEqualTo("careful careful careful");
        assertThat(careful.loads()).isEqualTo(2);
    }

    @Test
    void shouldHoldAModelOnceThatCameIntoUseForAllRecordings() throws Exception {
        EngineException same = new EngineException(ErrorCode.NOT_READY, "it is the best for short ones, too");
        FakeModel another = FakeModel.named("careful", true);
        models.add(another);
        start(quick, first -> () -> {
            if (first.name().equals("careful")) {
                throw same;
            }
            return careful;
        });
        await().until(() -> batch() instanceof EngineStatus.Ready);

        change(another, Trial.NONE, () -> true, LONG);

        awaitTold(new EngineStatus.Failed(same.getMessage()));
        assertThat(careful.weightsFreed()).isTrue();
        assertThat(text(submit(70))).isEqualTo("careful careful careful");
        assertThat(another.work()).hasSize(3);
    }

    @Test
    void shouldGoOnWithTheFirstModelWhenALaneOfTheSecondDies() throws Exception {
        start();
        careful.failOn(0.5f, () -> {
            throw new OutOfMemoryError("no more");
        });

        assertThatThrownBy(() -> text(submit(70))).cause().isInstanceOf(EngineException.class);

        awaitTold(new EngineStatus.Failed("A lane has died: java.lang.OutOfMemoryError: no more"));
        assertThat(text(submit(70))).isEqualTo("quick quick quick");
        assertThat(engine.status()).isInstanceOf(EngineStatus.Ready.class);
        assertThat(toldOfStart).hasSize(1);
    }

    @Test
    void shouldAllowWhatOneOfThemCan() throws Exception {
        FakeModel english = new FakeModel(false, 1, Capabilities.STOCK);
        models.add(english);
        start(FakeModel.named("multilingual", true), first -> english);
        await().until(() -> batch() instanceof EngineStatus.Ready);
        TranscriptionOptions german =
                TranscriptionOptions.builder().language(Optional.of("de")).build();

        engine.requireAble(german);
        assertThat(text(submit(70, german))).isEqualTo("multilingual multilingual multilingual");
        assertThatThrownBy(() -> engine.requireAble(
                        german.toBuilder().model(Optional.of("fake")).build()))
                .hasMessage("The model fake does not know the language 'de'; it knows English only.");
    }

    @Test
    void shouldPlanADeadlineWithTheSpeedOfTheModelThatHears() throws Exception {
        start();
        careful.answer(call -> {
            uninterruptibly(new CountDownLatch(1), Duration.ofMillis(600));
            return Transcriber.Result.plain(List.of(new Segment(0, 1, " careful")), call.options());
        });
        text(submit(20, named("careful")));
        TranscriptionOptions beam = TranscriptionOptions.builder().beamSize(5).build();

        Transcript quickly = hear(20, beam, Duration.ofSeconds(2));
        Transcript slowly =
                hear(20, beam.toBuilder().model(Optional.of("careful")).build(), Duration.ofSeconds(2));

        assertThat(quickly.cost().shortcuts()).isEmpty();
        assertThat(slowly.cost().shortcuts()).contains(Shortcut.BEAM_SIZE);
    }

    private static void uninterruptibly(CountDownLatch latch, Duration limit) {
        try {
            latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldHearAllWithTheFirstModelWhileTheSecondIsToRest() throws Exception {
        start();
        careful.hold();
        Future<String> before = submit(70);
        awaitInModel(careful);

        assertThat(engine.restBatch("the board is hot")).isTrue();
        assertThat(engine.restBatch("the board is hot")).as("once more").isFalse();
        Future<String> after = submit(70);
        careful.letThrough(1000);

        assertThat(text(before)).isEqualTo("careful careful careful");
        assertThat(text(after)).isEqualTo("quick quick quick");
        assertThat(batch()).isEqualTo(new EngineStatus.Failed("the board is hot"));
        await().until(careful::weightsFreed);
        change(next, Trial.NONE, () -> true, LONG);
        assertThat(text(submit(70))).as("another model does not wake it").isEqualTo("next next next");
        engine.wakeBatch();
        await().until(() -> batch() instanceof EngineStatus.Ready);
        assertThat(text(submit(70))).isEqualTo("careful careful careful");
        engine.wakeBatch();
        assertThat(careful.loads()).isEqualTo(2);
    }

    @Test
    void shouldLoadTheSecondModelThatWasWokenDuringAChangeAlsoWhenThatIsRefused() throws Exception {
        start();
        engine.restBatch("the board is hot");
        await().until(careful::weightsFreed);
        CountDownLatch trying = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Future<EngineStatus.Ready> change = callers.submit(() -> change(
                next,
                (transcriber, model) -> {
                    trying.countDown();
                    uninterruptibly(goOn);
                    throw new EngineException(ErrorCode.MODEL_NOT_LOADED, "it hears nothing.");
                },
                () -> true,
                LONG));
        assertThat(trying.await(10, TimeUnit.SECONDS)).isTrue();

        engine.wakeBatch();

        assertThat(engine.isSwitching()).isTrue();
        assertThat(batch()).as("while models change").isEqualTo(new EngineStatus.Failed("the board is hot"));
        goOn.countDown();
        assertThatThrownBy(() -> change.get(10, TimeUnit.SECONDS))
                .cause()
                .hasMessage("The model was not put in use: it hears nothing. quick goes on serving.");
        await().until(() -> batch() instanceof EngineStatus.Ready);
        assertThat(text(submit(70))).isEqualTo("careful careful careful");
        assertThat(engine.isSwitching()).isFalse();
    }

    @Test
    void shouldLoadTheSecondModelOnRequestWhenThereIsRoomAtLast() throws Exception {
        careful.breakWith("there is no room");
        start(quick, first -> careful);
        awaitTold(new EngineStatus.Failed("there is no room"));
        careful.mend();

        engine.renewBatch();

        await().until(() -> batch() instanceof EngineStatus.Ready);
        assertThat(text(submit(70))).isEqualTo("careful careful careful");
        engine.restBatch("the board is hot");
        engine.renewBatch();
        assertThat(batch()).as("it rests until it is woken").isEqualTo(new EngineStatus.Failed("the board is hot"));
    }

    @Test
    void shouldNotBeIdleWhileTheSecondModelIsBeingLoaded() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        start(quick, first -> () -> {
            uninterruptibly(goOn);
            return careful;
        });
        await().until(() -> batch() instanceof EngineStatus.Loading);

        assertThat(engine.isIdle()).isFalse();

        goOn.countDown();
        await().until(engine::isIdle);
        assertThat(batch()).isInstanceOf(EngineStatus.Ready.class);
    }

    @Test
    void shouldNotBeIdleWhileSomebodySpeaks() throws Exception {
        start();
        assertThat(engine.isIdle()).isTrue();
        quick.hold();
        float[] samples = new float[16_000];
        Arrays.fill(samples, 0.5f);

        Future<Transcript> spoken = callers.submit(() ->
                engine.transcribeLive(samples, TranscriptionOptions.builder().build(), new Cancellation()));
        awaitInModel(quick);

        assertThat(engine.depth().waiting() + engine.depth().running())
                .as("the queue of recordings")
                .isZero();
        assertThat(engine.isIdle()).isFalse();
        quick.letThrough(1);
        spoken.get(10, TimeUnit.SECONDS);
        assertThat(engine.isIdle()).isTrue();
    }

    private void failNextWindow(FakeModel model) {
        model.failOn(0.5f, () -> {
            throw new OutOfMemoryError("no more");
        });
    }

    @Test
    void shouldNotCallTheServiceBrokenWhenTheSecondModelDiesAfterItWasSentToRest() throws Exception {
        start();
        careful.hold();
        Future<String> before = submit(70);
        awaitInModel(careful);
        engine.restBatch("the board is hot");
        failNextWindow(careful);
        careful.letThrough(1);

        assertThatThrownBy(() -> text(before)).cause().isInstanceOf(EngineException.class);

        await().untilAsserted(() ->
                assertThat(toldOfLeaving).contains("A lane has died: java.lang.OutOfMemoryError: no more"));
        assertThat(toldOfStart).hasSize(1);
        assertThat(batch()).isEqualTo(new EngineStatus.Failed("the board is hot"));
    }

    @Test
    void shouldNotCallTheServiceBrokenWhenTheModelBeforeDies() throws Exception {
        start();
        quick.hold();
        Future<String> before = submit(20, named("quick"));
        awaitInModel(quick);
        Future<String> second = submit(20, named("quick"));
        await().until(() -> engine.depth().waiting() == 1);
        change(next, Trial.NONE, () -> true, LONG);
        failNextWindow(quick);
        quick.letThrough(1);

        assertThat(text(before)).isEqualTo("quick");
        assertThatThrownBy(() -> text(second)).cause().isInstanceOf(EngineException.class);

        await().untilAsserted(() ->
                assertThat(toldOfLeaving).contains("A lane has died: java.lang.OutOfMemoryError: no more"));
        assertThat(toldOfStart).hasSize(1);
        assertThat(text(submit(2))).isEqualTo("next");
    }

    @Test
    void shouldEndBothWhenItIsClosed() throws Exception {
        start();
        careful.hold();
        Future<String> longOne = submit(70);
        awaitInModel(careful);
        Future<String> shortOne = submit(2);
        await().until(() -> engine.depth().waiting() == 1);

        Future<?> closing = callers.submit(engine::close);
        for (Future<String> job : List.of(longOne, shortOne)) {
            assertThatThrownBy(() -> text(job))
                    .cause()
                    .hasMessage("The service was shut down before the recording was done.");
        }
        careful.letThrough(1);
        closing.get(10, TimeUnit.SECONDS);

        assertThat(careful.weightsFreed()).isTrue();
        assertThat(quick.weightsFreed()).isTrue();
    }

    @Test
    void shouldGiveRecordingsOfBothTheTimeToEndWhenItIsDrained() throws Exception {
        start();
        careful.hold();
        Future<String> longOne = submit(70);
        awaitInModel(careful);
        Future<String> shortOne = submit(2);
        await().until(() -> engine.depth().waiting() == 1);

        Future<?> draining = callers.submit(() -> engine.drain(LONG));
        careful.letThrough(3);

        draining.get(10, TimeUnit.SECONDS);
        assertThat(text(longOne)).isEqualTo("careful careful careful");
        assertThat(text(shortOne)).isEqualTo("quick");
    }
}
