package dev.earshot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.earshot.engine.EngineQueue.Assignment;
import dev.earshot.engine.EngineQueue.Place;
import dev.earshot.engine.EngineQueue.Team;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineQueueTest {
    private final Team team = new Team();
    private final SpeedMeter speed = team.speed;
    private long now;
    private final EngineQueue queue = new EngineQueue(
            new EngineSettings(1, 3, Duration.ofSeconds(30), Duration.ofHours(1), true), team, () -> now);

    private WindowTask task() {
        return new WindowTask(new float[16_000], TranscriptionOptions.builder().build(), "", new Cancellation(), now);
    }

    /** Long recordings are for the second team, where there is one. */
    private Team join(Place place, JobClass jobClass) {
        return queue.join(place, (usual, second) -> jobClass == JobClass.BATCH ? second : usual, new Cancellation());
    }

    private Place offered(JobClass jobClass) {
        Place place = queue.admit(JobClass.INTERACTIVE);
        join(place, jobClass);
        queue.offer(place, jobClass, task());
        return place;
    }

    private void passSeconds(int seconds) {
        now += seconds * 1_000_000_000L;
    }

    @Test
    void shouldServeInteractiveBeforeBatchAndEachInTheOrderOfAdmission() throws Exception {
        Place batch = offered(JobClass.BATCH);
        Place first = offered(JobClass.INTERACTIVE);
        Place second = offered(JobClass.INTERACTIVE);

        assertThat(queue.take(team).place()).isSameAs(first);
        assertThat(queue.take(team).place()).isSameAs(second);
        assertThat(queue.take(team).place()).isSameAs(batch);
    }

    @Test
    void shouldExpectAnInteractiveJobToWaitForThoseBeforeItAndTheOneThatRuns() throws Exception {
        speed.record(Duration.ofSeconds(1), Duration.ofSeconds(4));
        Place mine = queue.admit(JobClass.INTERACTIVE);
        assertThat(queue.expectedWait(mine)).as("nobody else").isZero();

        offered(JobClass.BATCH);
        assertThat(queue.expectedWait(mine)).as("one that would be overtaken").isZero();
        queue.take(team);
        assertThat(queue.expectedWait(mine)).as("while it runs").isEqualTo(4);
        offered(JobClass.INTERACTIVE);
        assertThat(queue.expectedWait(mine)).isEqualTo(8);
        queue.offer(mine, JobClass.INTERACTIVE, task());
        assertThat(queue.expectedWait(mine)).as("not for itself").isEqualTo(8);
    }

    @Test
    void shouldServeABatchJobFirstOnceItHasWaitedOutThePatience() throws Exception {
        Place batch = offered(JobClass.BATCH);
        passSeconds(30);
        offered(JobClass.INTERACTIVE);

        assertThat(queue.take(team).place()).isSameAs(batch);
    }

    @Test
    void shouldNotTakeTheTimeBehindAJobsOwnWindowsForWaiting() throws Exception {
        Place batch = offered(JobClass.BATCH);
        queue.offer(batch, JobClass.BATCH, task());
        Assignment slow = queue.take(team);
        passSeconds(40);
        Place interactive = offered(JobClass.INTERACTIVE);
        queue.finished(slow);

        assertThat(queue.take(team).place()).isSameAs(interactive);
    }

    @Test
    void shouldLetAnInteractiveWindowBetweenTwoThatHaveWaitedOutThePatience() throws Exception {
        Place first = offered(JobClass.BATCH);
        Place second = offered(JobClass.BATCH);
        passSeconds(60);
        Place interactive = offered(JobClass.INTERACTIVE);

        assertThat(queue.take(team).place()).isSameAs(first);
        assertThat(queue.take(team).place()).isSameAs(interactive);
        assertThat(queue.take(team).place()).isSameAs(second);
    }

    @Test
    void shouldRunTheWindowsOfOneJobOneAtATime() throws Exception {
        Place job = offered(JobClass.BATCH);
        queue.offer(job, JobClass.BATCH, task());
        Assignment running = queue.take(team);
        Place other = offered(JobClass.BATCH);

        assertThat(queue.take(team).place()).isSameAs(other);
        queue.finished(running);
        assertThat(queue.take(team).place()).isSameAs(job);
    }

    private Place spoken() {
        Place place = queue.admit(JobClass.LIVE);
        join(place, JobClass.LIVE);
        queue.offer(place, JobClass.LIVE, task());
        return place;
    }

    @Test
    void shouldServeWhatIsBeingSaidBeforeEverythingElse() throws Exception {
        Place batch = offered(JobClass.BATCH);
        Place interactive = offered(JobClass.INTERACTIVE);
        Place first = spoken();
        Place second = spoken();

        assertThat(queue.take(team).place()).isSameAs(first);
        assertThat(queue.take(team).place()).isSameAs(second);
        assertThat(queue.take(team).place()).isSameAs(interactive);
        assertThat(queue.take(team).place()).isSameAs(batch);
    }

    @Test
    void shouldGiveThoseWhoHaveWaitedLongEverySecondTurnWhereSomebodyAlwaysSpeaks() throws Exception {
        Place interactive = offered(JobClass.INTERACTIVE);
        Place first = spoken();
        Place second = spoken();
        Place third = spoken();
        assertThat(queue.take(team).place()).isSameAs(first);
        passSeconds(31);
        Place fourth = spoken();

        assertThat(queue.take(team).place()).isSameAs(interactive);
        assertThat(queue.take(team).place()).isSameAs(second);
        assertThat(queue.take(team).place()).isSameAs(third);
        assertThat(queue.take(team).place()).isSameAs(fourth);
    }

    @Test
    void shouldTakeInWhatIsBeingSaidWhenTheQueueIsFullAndNotCountItAgainstRecordings() {
        for (int i = 0; i < 10; i++) {
            queue.admit(JobClass.LIVE);
        }
        for (int i = 0; i < 4; i++) {
            queue.admit(JobClass.INTERACTIVE);
        }

        assertThatThrownBy(() -> queue.admit(JobClass.INTERACTIVE))
                .hasMessageStartingWith("The queue is full: 4 recordings");
        queue.admit(JobClass.LIVE);
        assertThat(queue.snapshot()).isEqualTo(new EngineQueue.Snapshot(4, 0, false, false));
    }

    @Test
    void shouldNotCountWhatIsPassedOverAsWork() {
        speed.record(Duration.ofSeconds(30), Duration.ofSeconds(6));
        for (int i = 0; i < 4; i++) {
            Place place = queue.admit(JobClass.INTERACTIVE);
            queue.expect(place, 500);
            queue.passOver(place, 250);
        }

        assertThatThrownBy(queue::checkRoom)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(60)));
    }

    @Test
    void shouldComputeRetryAfterFromMeasuredSpeedAndWhatIsLeftToDo() {
        speed.record(Duration.ofSeconds(30), Duration.ofSeconds(6));
        for (int i = 0; i < 4; i++) {
            queue.expect(queue.admit(JobClass.INTERACTIVE), 250);
        }

        // Four jobs of ten windows of six seconds; one of them is through after a quarter of all that, on average.
        assertThatThrownBy(queue::checkRoom)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(60)));
    }

    @Test
    void shouldExpectLessOfShortRecordingsWhereTheirWindowsAreShort() {
        speed.record(Duration.ofSeconds(2), Duration.ofSeconds(3));
        speed.record(Duration.ofSeconds(30), Duration.ofSeconds(31));
        for (int i = 0; i < 4; i++) {
            offered(JobClass.INTERACTIVE);
        }

        // A window costs a second and its length: two seconds for each of the four of one second.
        assertThatThrownBy(queue::checkRoom)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(2)));
    }

    @Test
    void shouldForgetTheWindowsOfAReleasedJob() throws Exception {
        Place gone = offered(JobClass.INTERACTIVE);
        Place here = offered(JobClass.INTERACTIVE);

        queue.release(gone);

        assertThat(queue.take(team).place()).isSameAs(here);
        assertThat(queue.snapshot().waiting()).isZero();
    }

    @Test
    void shouldEndTheLanesOnceClosedAndEmpty() throws Exception {
        Place last = offered(JobClass.INTERACTIVE);
        queue.close();

        assertThat(queue.take(team).place()).isSameAs(last);
        queue.release(last);
        assertThat(queue.take(team)).isNull();
        assertThatThrownBy(() -> queue.admit(JobClass.INTERACTIVE)).hasMessage("The service is shutting down.");
    }

    @Test
    void shouldGiveEachTeamTheJobsThatCameWhileItWasOnDuty() throws Exception {
        Place before = offered(JobClass.INTERACTIVE);
        Team next = new Team();
        queue.putOnDuty(next);
        queue.dismiss(team);
        Place after = offered(JobClass.INTERACTIVE);

        Assignment last = queue.take(team);
        assertThat(last.place()).isSameAs(before);
        assertThat(queue.awaitIdle(team, Duration.ZERO)).isFalse();
        queue.release(before);
        assertThat(queue.awaitIdle(team, Duration.ZERO))
                .as("its window still runs")
                .isFalse();
        queue.finished(last);
        assertThat(queue.awaitIdle(team, Duration.ZERO)).isTrue();
        assertThat(queue.take(team)).isNull();
        assertThat(queue.take(next).place()).isSameAs(after);
    }

    @Test
    void shouldKeepItsBoundWhileNobodyIsOnDuty() {
        queue.admit(JobClass.INTERACTIVE);
        queue.takeOffDuty();
        Place waiting = queue.admit(JobClass.INTERACTIVE);
        queue.admit(JobClass.INTERACTIVE);
        queue.admit(JobClass.INTERACTIVE);

        assertThatThrownBy(() -> queue.admit(JobClass.INTERACTIVE))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUSY));
        Team next = new Team();
        queue.putOnDuty(next);
        assertThat(join(waiting, JobClass.INTERACTIVE)).isSameAs(next);
    }

    @Test
    void shouldTellThoseWhoWaitWhyNobodyWillCome() {
        queue.takeOffDuty();
        Place waiting = queue.admit(JobClass.INTERACTIVE);
        queue.giveUp(new EngineException(ErrorCode.NOT_READY, "nothing could be loaded"));

        assertThatThrownBy(() -> join(waiting, JobClass.INTERACTIVE)).hasMessage("nothing could be loaded");
    }

    @Test
    void shouldKeepLanesForJobsThatStillWaitForATeamWhenItIsClosed() throws Exception {
        Team next = new Team();
        queue.takeOffDuty();
        Place waiting = queue.admit(JobClass.INTERACTIVE);
        queue.close();
        CompletableFuture<Assignment> lane = takingFor(next);

        assertThat(lane).isNotDone();
        queue.putOnDuty(next);
        join(waiting, JobClass.INTERACTIVE);
        queue.offer(waiting, JobClass.INTERACTIVE, task());
        assertThat(lane.get(10, TimeUnit.SECONDS).place()).isSameAs(waiting);
    }

    private CompletableFuture<Assignment> takingFor(Team other) {
        CompletableFuture<Assignment> lane = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                lane.complete(queue.take(other));
            } catch (InterruptedException e) {
                lane.completeExceptionally(e);
            }
        });
        thread.start();
        await().until(() -> thread.getState() == Thread.State.WAITING || lane.isDone());
        return lane;
    }

    private Team second() {
        Team second = new Team();
        queue.putOnBatchDuty(second);
        return second;
    }

    @Test
    void shouldNotLetTwoTeamsWorkAtATimeWithOneLane() throws Exception {
        Team second = second();
        Place longOne = offered(JobClass.BATCH);
        CompletableFuture<Assignment> lane = takingFor(second);
        assertThat(lane.get(10, TimeUnit.SECONDS).place()).isSameAs(longOne);
        Place shortOne = offered(JobClass.INTERACTIVE);

        CompletableFuture<Assignment> other = takingFor(team);

        assertThat(other).isNotDone();
        queue.finished(lane.get());
        assertThat(other.get(10, TimeUnit.SECONDS).place()).isSameAs(shortOne);
    }

    @Test
    void shouldKeepTheOrderOverBothTeams() throws Exception {
        Team second = second();
        Place firstLong = offered(JobClass.BATCH);
        Place secondLong = offered(JobClass.BATCH);
        offered(JobClass.INTERACTIVE);
        offered(JobClass.INTERACTIVE);

        CompletableFuture<Assignment> lane = takingFor(second);
        assertThat(lane).as("a short one waits").isNotDone();
        Assignment first = queue.take(team);
        passSeconds(30);
        queue.finished(first);
        assertThat(lane.get(10, TimeUnit.SECONDS).place()).as("overdue").isSameAs(firstLong);
        queue.finished(lane.get());
        queue.release(firstLong);
        lane = takingFor(second);
        assertThat(lane).as("overdue, and one was before").isNotDone();
        queue.finished(queue.take(team));
        assertThat(lane.get(10, TimeUnit.SECONDS).place()).isSameAs(secondLong);
    }

    @Test
    void shouldExpectEachWindowToTakeTheTimeOfItsOwnModel() throws Exception {
        Team second = second();
        speed.record(Duration.ofSeconds(1), Duration.ofSeconds(2));
        second.speed.record(Duration.ofSeconds(1), Duration.ofSeconds(10));
        Place mine = queue.admit(JobClass.INTERACTIVE);
        join(mine, JobClass.INTERACTIVE);
        offered(JobClass.BATCH);
        queue.take(second);

        assertThat(queue.expectedWait(mine)).isEqualTo(10);
        offered(JobClass.INTERACTIVE);
        assertThat(queue.expectedWait(mine)).isEqualTo(12);
        queue.offer(mine, JobClass.INTERACTIVE, task());
        queue.admit(JobClass.INTERACTIVE);
        // Ten seconds, twice two, and a window of the one that has no team: two more.
        assertThatThrownBy(queue::checkRoom)
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(4)));
    }

    @Test
    void shouldGiveNothingToATeamThatWasDismissed() {
        Team second = second();
        queue.dismiss(second);

        Place longOne = queue.admit(JobClass.INTERACTIVE);

        assertThat(join(longOne, JobClass.BATCH)).isSameAs(team);
        queue.putOnBatchDuty(second);
        assertThat(join(longOne, JobClass.BATCH)).isSameAs(team);
    }
}
