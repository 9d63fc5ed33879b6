package dev.earshot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
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

/** Another model takes the place of the one in use, with recordings under way. */
class EngineSwitchTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final FakeModel old = FakeModel.named("old", true);
    private final FakeModel next = FakeModel.named("next", true);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<Object> told = new CopyOnWriteArrayList<>();
    private final List<String> heardBy = new CopyOnWriteArrayList<>();
    private final List<FakeModel> models = new ArrayList<>(List.of(old, next));
    private Engine engine;

    @AfterEach
    void stop() {
        models.forEach(model -> model.letThrough(1000));
        if (engine != null) {
            engine.close();
        }
        callers.shutdownNow();
    }

    private void start(FakeModel first, int queue) {
        start(first, queue, 1);
    }

    private void start(FakeModel first, int queue, int lanes) {
        models.add(first);
        engine = new Engine(
                new EngineSettings(lanes, queue, Duration.ofSeconds(30), LONG, true),
                first,
                SpeechDetector.ALWAYS,
                new EngineEvents() {
                    @Override
                    public void started(EngineStatus status) {
                        told.add(status);
                    }

                    @Override
                    public void switched(EngineStatus.Ready now) {
                        told.add("switched to " + now.model().name());
                    }

                    @Override
                    public void switchRefused(EngineException reason) {
                        told.add(reason.getMessage());
                    }
                });
        engine.start();
        await().until(() -> !(engine.status() instanceof EngineStatus.Loading));
    }

    private Transcript hear(double seconds, Duration deadline) {
        return engine.transcribe(
                () -> SamplesReader.level(seconds, 0.5),
                TranscriptionOptions.builder().build(),
                deadline,
                new Cancellation(),
                new ProgressListener() {
                    @Override
                    public void begins(ModelLoader.ModelFacts model) {
                        heardBy.add(model.name());
                    }

                    @Override
                    public void windowDone(List<Segment> segments) {}
                });
    }

    private Future<String> submit(double seconds) {
        return callers.submit(() -> hear(seconds, LONG).text());
    }

    private static String text(Future<String> job) throws Exception {
        return job.get(10, TimeUnit.SECONDS);
    }

    private void awaitInModel(FakeModel model) throws InterruptedException {
        assertThat(model.entered.tryAcquire(10, TimeUnit.SECONDS))
                .as("the model was called")
                .isTrue();
    }

    private EngineStatus.Ready change(FakeModel to, Trial trial, BooleanSupplier fits, Duration patience) {
        return engine.switchTo(to, new Changeover(trial, fits, patience));
    }

    private EngineStatus.Ready change(FakeModel to) {
        return change(to, Trial.NONE, () -> true, LONG);
    }

    private Future<EngineStatus.Ready> changeInItsPlace(FakeModel to, Duration patience) {
        return callers.submit(() -> change(to, Trial.NONE, () -> false, patience));
    }

    private static Trial refusing(String why) {
        return (transcriber, model) -> {
            throw new EngineException(ErrorCode.NOT_READY, why);
        };
    }

    @Test
    void shouldShowAWarmUpThatHangsWhileTheOldModelServes() throws Exception {
        start(old, 8);
        next.hold();

        Future<EngineStatus.Ready> changing = callers.submit(() -> change(next));
        awaitInModel(next);

        assertThat(engine.longestRunning()).isPositive();
        assertThat(engine.isSwitching()).isTrue();
        next.letThrough(1);
        assertThat(changing.get(10, TimeUnit.SECONDS).model().name()).isEqualTo("next");
        assertThat(engine.longestRunning()).isZero();
        assertThat(engine.isSwitching()).isFalse();
    }

    @Test
    void shouldShowATrialThatHangs() throws Exception {
        start(old, 8);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Trial hanging = (transcriber, model) -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };

        Future<EngineStatus.Ready> changing = callers.submit(() -> change(next, hanging, () -> true, LONG));
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(engine.longestRunning()).isPositive();
        end.countDown();
        changing.get(10, TimeUnit.SECONDS);
        assertThat(engine.longestRunning()).isZero();
    }

    @Test
    void shouldForgetHowSlowTheModelWasThatHasGone() throws Exception {
        Generations generations = new Generations(
                new EngineSettings(1, 8, Duration.ofSeconds(30), LONG, true),
                old,
                Optional.empty(),
                EngineEvents.NONE,
                System::nanoTime);
        try {
            generations.start();
            await().until(() -> generations.status() instanceof EngineStatus.Ready);
            EngineQueue.Place place = generations.queue().admit(JobClass.INTERACTIVE);
            generations
                    .of(
                            place,
                            JobClass.INTERACTIVE,
                            TranscriptionOptions.builder().build(),
                            new Cancellation())
                    .team()
                    .speed
                    .record(Duration.ofSeconds(SampleBuffer.LONGEST_SECONDS), Duration.ofHours(1));
            generations.queue().release(place);
            assertThat(generations.secondsFor(SampleBuffer.LONGEST_SECONDS)).isGreaterThan(100);

            generations.switchTo(next, new Changeover(Trial.NONE, () -> true, LONG));

            await().until(old::weightsFreed);
            await().untilAsserted(() -> assertThat(generations.secondsFor(SampleBuffer.LONGEST_SECONDS))
                    .isLessThan(100));
        } finally {
            generations.queue().close();
            generations.close();
        }
    }

    @Test
    void shouldNotTellOfAFailedStartWhenSeveralLanesRefuseTheNewModel() {
        start(old, 8, 3);

        assertThatThrownBy(() -> change(next, refusing("It crawls."), () -> true, LONG))
                .hasMessageContaining("It crawls.");

        assertThat(next.opened).as("lanes").hasValue(3);
        assertThat(told).noneMatch(EngineStatus.Failed.class::isInstance);
        assertThat(engine.status()).isInstanceOf(EngineStatus.Ready.class);
    }

    @Test
    void shouldGiveNewRecordingsToTheNewModelAndFinishOldOnesWithTheOld() throws Exception {
        start(old, 8);
        old.hold();
        Future<String> before = submit(70);
        awaitInModel(old);

        EngineStatus.Ready now = change(next);
        Future<String> after = submit(20);

        assertThat(now.model().name()).isEqualTo("next");
        assertThat(engine.model().name()).isEqualTo("next");
        assertThat(engine.depth().running()).isEqualTo(1);
        assertThat(engine.longestRunning()).isPositive();
        await().until(() -> heardBy.contains("next"));
        assertThat(next.work()).as("while the old one computes").isEmpty();
        old.letThrough(1);
        assertThat(text(after)).isEqualTo("next");
        assertThat(before).isNotDone();
        assertThat(old.weightsFreed()).isFalse();
        old.letThrough(2);
        assertThat(text(before)).isEqualTo("old old old");
        await().until(old::weightsFreed);
        assertThat(old.closed).hasValue(1);
        assertThat(heardBy).containsExactly("old", "next");
        assertThat(told).last().isEqualTo("switched to next");
    }

    @Test
    void shouldServeWithTheOldModelUntilTheNewOneHasMadeItsTrial() throws Exception {
        start(old, 8);
        CountDownLatch trying = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Trial slow = (transcriber, model) -> {
            trying.countDown();
            uninterruptibly(goOn);
        };

        Future<EngineStatus.Ready> change = callers.submit(() -> change(next, slow, () -> true, LONG));
        assertThat(trying.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(text(submit(2))).isEqualTo("old");
        assertThat(((EngineStatus.Ready) engine.status()).model().name()).isEqualTo("old");
        assertThatThrownBy(() -> change(FakeModel.named("third", true)))
                .hasMessage("Another model is being put in use right now. Try again when that is done.");
        goOn.countDown();
        change.get(10, TimeUnit.SECONDS);
        assertThat(text(submit(2))).isEqualTo("next");
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldServeOnWhenTheNewModelCannotBeLoaded() throws Exception {
        start(old, 8);
        next.breakWith("next.bin is damaged.");

        assertThatThrownBy(() -> change(next))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_NOT_LOADED))
                .hasMessage("The model was not put in use: next.bin is damaged. old goes on serving.");

        assertThat(text(submit(2))).isEqualTo("old");
        assertThat(old.loads()).isEqualTo(1);
        assertThat(told).last().asString().startsWith("The model was not put in use");
    }

    @Test
    void shouldServeOnAndFreeTheNewModelWhenItFailsItsTrial() throws Exception {
        start(old, 8);

        assertThatThrownBy(() -> change(next, refusing("It is deaf."), () -> true, LONG))
                .hasMessage("The model was not put in use: It is deaf. old goes on serving.");

        assertThat(next.weightsFreed()).isTrue();
        assertThat(next.closed).hasValue(1);
        assertThat(text(submit(2))).isEqualTo("old");
        assertThat(((EngineStatus.Ready) engine.status()).model().name()).isEqualTo("old");
    }

    @Test
    void shouldLetThoseWaitWhoComeWhileThereIsNoRoomForTwo() throws Exception {
        start(old, 8);
        old.hold();
        Future<String> before = submit(2);
        awaitInModel(old);

        Future<EngineStatus.Ready> change = changeInItsPlace(next, LONG);
        await().until(() -> waits(submit(2)));
        assertThat(next.loads()).as("loaded beside the old one").isZero();
        assertThat(engine.model().name()).isEqualTo("old");
        old.letThrough(1);

        assertThat(text(before)).isEqualTo("old");
        change.get(10, TimeUnit.SECONDS);
        assertThat(old.weightsFreed()).isTrue();
        assertThat(text(submit(2))).isEqualTo("next");
        await().until(() -> engine.depth().waiting() + engine.depth().running() == 0);
        assertThat(heardBy.subList(1, heardBy.size())).containsOnly("next");
    }

    /** A recording that comes before the change has begun is still the old model's; then another is tried. */
    private boolean waits(Future<String> job) throws Exception {
        await().until(() -> job.isDone() || engine.depth().waiting() > 0);
        Thread.sleep(20);
        return heardBy.size() == 1;
    }

    @Test
    void shouldCountThoseWhoWaitForTheNewModelAgainstTheQueue() throws Exception {
        start(old, 1);
        CountDownLatch freeing = new CountDownLatch(1);
        Trial slow = (transcriber, model) -> uninterruptibly(freeing);
        Future<EngineStatus.Ready> change = callers.submit(() -> change(next, slow, () -> false, LONG));
        await().until(() -> engine.status() instanceof EngineStatus.Loading);

        List<Future<String>> waiting = List.of(submit(2), submit(2));
        await().until(() -> engine.depth().waiting() == 2);

        assertThatThrownBy(() -> hear(2, LONG))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUSY));
        freeing.countDown();
        change.get(10, TimeUnit.SECONDS);
        for (Future<String> job : waiting) {
            assertThat(text(job)).isEqualTo("next");
        }
    }

    /** A stop in the middle of a change: the lanes of the new model must not leave before those who wait are theirs. */
    @Test
    void shouldServeThoseWhoWaitWhenTheServiceIsStoppedMeanwhile() throws Exception {
        start(old, 8);
        CountDownLatch freeing = new CountDownLatch(1);
        Trial slow = (transcriber, model) -> uninterruptibly(freeing);
        Future<EngineStatus.Ready> change = callers.submit(() -> change(next, slow, () -> false, LONG));
        await().until(() -> engine.status() instanceof EngineStatus.Loading);
        List<Future<String>> waiting = List.of(submit(2), submit(2));
        await().until(() -> engine.depth().waiting() == 2);

        Future<?> drain = callers.submit(() -> engine.drain(LONG));
        await().until(() -> !admits());
        freeing.countDown();

        for (Future<String> job : waiting) {
            assertThat(text(job)).isEqualTo("next");
        }
        change.get(10, TimeUnit.SECONDS);
        drain.get(10, TimeUnit.SECONDS);
    }

    private boolean admits() {
        try {
            hear(2, Duration.ofMillis(1));
            return true;
        } catch (EngineException e) {
            return !e.getMessage().contains("shutting down");
        }
    }

    @Test
    void shouldHoldThoseWhoWaitToTheirDeadline() throws Exception {
        start(old, 8);
        CountDownLatch freeing = new CountDownLatch(1);
        Future<EngineStatus.Ready> change =
                callers.submit(() -> change(next, (transcriber, model) -> uninterruptibly(freeing), () -> false, LONG));
        await().until(() -> engine.status() instanceof EngineStatus.Loading);

        assertThatThrownBy(() -> hear(2, Duration.ofMillis(50))).hasMessage("The deadline of 50 ms has passed.");

        assertThat(engine.depth().waiting()).isZero();
        freeing.countDown();
        change.get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldLoadTheOldModelAgainWhenTheOneInItsPlaceFails() throws Exception {
        start(old, 8);
        CountDownLatch goOn = new CountDownLatch(1);
        Trial failing = (transcriber, model) -> {
            uninterruptibly(goOn);
            throw new EngineException(ErrorCode.NOT_READY, "It is deaf.");
        };
        Future<EngineStatus.Ready> change = callers.submit(() -> change(next, failing, () -> false, LONG));
        await().until(() -> engine.status() instanceof EngineStatus.Loading);
        Future<String> waiting = submit(2);
        await().until(() -> engine.depth().waiting() == 1);
        goOn.countDown();

        assertThatThrownBy(() -> change.get(10, TimeUnit.SECONDS))
                .cause()
                .hasMessage("The model was not put in use: It is deaf. old goes on serving.");
        assertThat(text(waiting)).isEqualTo("old");
        assertThat(old.loads()).isEqualTo(2);
        assertThat(next.weightsFreed()).isTrue();
        assertThat(((EngineStatus.Ready) engine.status()).model().name()).isEqualTo("old");
    }

    @Test
    void shouldTellThoseWhoWaitWhenNoModelCanBeLoadedAnyMore() throws Exception {
        start(old, 8);
        CountDownLatch goOn = new CountDownLatch(1);
        Trial failing = (transcriber, model) -> {
            uninterruptibly(goOn);
            throw new EngineException(ErrorCode.NOT_READY, "It is deaf.");
        };
        Future<EngineStatus.Ready> change = callers.submit(() -> change(next, failing, () -> false, LONG));
        await().until(() -> engine.status() instanceof EngineStatus.Loading);
        Future<String> waiting = submit(2);
        await().until(() -> engine.depth().waiting() == 1);
        old.breakWith("old.bin is gone.");
        goOn.countDown();

        String reason = "The model was not put in use: It is deaf. Nor could old be loaded again: old.bin is gone.";
        assertThatThrownBy(() -> change.get(10, TimeUnit.SECONDS)).cause().hasMessage(reason);
        assertThatThrownBy(() -> text(waiting)).cause().hasMessage(reason);
        assertThat(engine.status()).isEqualTo(new EngineStatus.Failed("old.bin is gone."));
        assertThatThrownBy(engine::checkRoom).hasMessage("old.bin is gone.");

        // And a good one mends it.
        change(next);
        assertThat(text(submit(2))).isEqualTo("next");
    }

    @Test
    void shouldGiveUpWhereALongRecordingKeepsTheOnlyPlaceForAModel() throws Exception {
        start(old, 8);
        old.hold();
        Future<String> before = submit(2);
        awaitInModel(old);

        assertThatThrownBy(() -> change(next, Trial.NONE, () -> false, Duration.ofMillis(50)))
                .hasMessage("There is no room for two models, and recordings under way did not end within 0 s"
                        + " (earshot.engine.switch-patience). old goes on serving; try again when it has less to do.");

        Future<String> after = submit(2);
        old.letThrough(2);
        assertThat(text(before)).isEqualTo("old");
        assertThat(text(after)).isEqualTo("old");
        assertThat(next.loads()).isZero();
    }

    @Test
    void shouldNeverHoldTwoModelsWhereTheLibraryDoesNotTolerateIt() {
        FakeModel alone = FakeModel.named("alone", false);
        start(alone, 8);
        List<Boolean> freed = new ArrayList<>();

        change(next, (transcriber, model) -> freed.add(alone.weightsFreed()), () -> true, LONG);

        assertThat(freed).containsExactly(true);
    }

    @Test
    void shouldMendAnEngineWhoseModelCouldNotBeLoaded() throws Exception {
        old.breakWith("old.bin is damaged.");
        start(old, 8);
        assertThat(engine.status()).isEqualTo(new EngineStatus.Failed("old.bin is damaged."));

        assertThatThrownBy(() -> change(next, refusing("It is deaf."), () -> true, LONG))
                .hasMessage("The model was not put in use: It is deaf.");
        assertThatThrownBy(engine::checkRoom).hasMessage("old.bin is damaged.");
        change(next);

        assertThat(text(submit(2))).isEqualTo("next");
    }

    @Test
    void shouldNotLoadAThirdModelWhileTheOneBeforeIsAtWork() throws Exception {
        start(old, 8);
        old.hold();
        Future<String> before = submit(2);
        awaitInModel(old);
        change(next);
        FakeModel third = FakeModel.named("third", true);

        assertThatThrownBy(() -> change(third, Trial.NONE, () -> true, Duration.ofMillis(20)))
                .hasMessage("The model before is still at work on its last recordings. Try again when they are done.");
        assertThat(third.loads()).isZero();
        old.letThrough(1);
        text(before);
        change(third);
        assertThat(text(submit(2))).isEqualTo("third");
    }

    @Test
    void shouldRefuseToChangeBeforeTheFirstModelIsLoadedAndAfterTheEnd() {
        CountDownLatch goOn = new CountDownLatch(1);
        engine = new Engine(
                new EngineSettings(1, 8, Duration.ofSeconds(30), LONG, true),
                () -> {
                    uninterruptibly(goOn);
                    return old;
                },
                SpeechDetector.ALWAYS,
                EngineEvents.NONE);
        engine.start();
        assertThatThrownBy(() -> change(next)).hasMessage("The model is being loaded; try again in a moment.");
        goOn.countDown();
        await().until(() -> engine.status() instanceof EngineStatus.Ready);

        engine.close();

        assertThatThrownBy(() -> change(next)).hasMessage("The service is shutting down.");
        assertThat(next.loads()).isZero();
    }

    @Test
    void shouldEndEverythingWhenItIsClosedWhileTwoModelsAreLoaded() throws Exception {
        start(old, 8);
        old.hold();
        Future<String> before = submit(2);
        awaitInModel(old);
        change(next);
        Future<?> closing = callers.submit(engine::close);

        assertThatThrownBy(() -> text(before))
                .cause()
                .hasMessage("The service was shut down before the recording was done.");
        old.letThrough(1);
        closing.get(10, TimeUnit.SECONDS);
        assertThat(old.weightsFreed()).isTrue();
        assertThat(next.weightsFreed()).isTrue();
    }

    private static Canary canary(Duration limit, String expected) {
        return new Canary(new float[32_000], "en", limit, model -> Optional.ofNullable(expected));
    }

    @Test
    void shouldTakeAModelThatHearsTheCanary() throws Exception {
        start(old, 8);

        change(next, canary(LONG, "next"), () -> true, LONG);

        assertThat(text(submit(2))).isEqualTo("next");
    }

    @Test
    void shouldSayWhatWasWrongWithTheCanary() {
        start(old, 8);

        assertThatThrownBy(() -> change(next, canary(LONG, "what is the weather"), () -> true, LONG))
                .hasMessageContaining(
                        "The trial before its use went wrong: it heard \"next\" where \"what is the weather\"");
        next.answer(call -> Transcriber.Result.plain(List.of(), call.options()));
        assertThatThrownBy(() -> change(next, canary(LONG, null), () -> true, LONG))
                .hasMessageContaining("it heard nothing in a recording with speech.");
        next.answer(call -> Transcriber.Result.plain(List.of(new Segment(0, 1, " so".repeat(50))), call.options()));
        assertThatThrownBy(() -> change(next, canary(LONG, null), () -> true, LONG))
                .hasMessageContaining("it only repeated itself: \"so so so");
        next.answer(call -> {
            if (call.samples().length == 32_000 && call.options().language().isPresent()) {
                throw new EngineException(ErrorCode.INTERNAL, "status -6");
            }
            return Transcriber.Result.plain(List.of(), call.options());
        });
        assertThatThrownBy(() -> change(next, canary(LONG, null), () -> true, LONG))
                .hasMessageContaining("it failed on a recording: status -6");
    }

    @Test
    void shouldNotTakeAModelThatIsTooSlowForTheCanary() {
        start(old, 8);
        next.answer(call -> {
            if (call.options().language().isPresent()) {
                uninterruptibly(new CountDownLatch(1), Duration.ofMillis(100));
            }
            return Transcriber.Result.plain(List.of(new Segment(0, 1, " late")), call.options());
        });

        assertThatThrownBy(() -> change(next, canary(Duration.ofMillis(10), null), () -> true, LONG))
                .hasMessageContaining("it took longer than 0 s for a recording of a few seconds.");
    }

    private static void uninterruptibly(CountDownLatch latch, Duration limit) {
        try {
            latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
