package dev.earshot.engine;

import dev.earshot.engine.EngineQueue.Place;
import java.time.Duration;
import java.util.List;

/** What the queue expects of time, by what windows took so far. Called with the queue's lock held, which guards the places. */
final class QueueEstimates {
    /** How much audio a window of a long recording holds on average, cut at pauses. */
    static final double TYPICAL_WINDOW_SECONDS = 25;

    private static final Duration LEAST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);

    private QueueEstimates() {}

    /**
     * Seconds until a lane would take an interactive window of this job: those that run and other interactive ones go first, each as
     * fast as its own model.
     */
    static double wait(Place mine, List<Place> places, int lanes) {
        int ahead = 0;
        double seconds = 0;
        for (Place other : places) {
            if (other == mine || other.team == null) {
                continue;
            }
            SpeedMeter speed = other.team.speed;
            if (other.running) {
                ahead++;
                seconds += speed.secondsFor(other.latestWindow);
            }
            if (other.jobClass != JobClass.BATCH) {
                for (WindowTask task : other.ready) {
                    ahead++;
                    seconds += speed.secondsFor(task.audio().toMillis() / 1e3);
                }
            }
        }
        return ahead < lanes ? 0 : seconds / lanes;
    }

    /**
     * Mean time until one of the jobs is done: all windows still to be decoded, shared by the lanes and the jobs.
     *
     * @param latest of jobs that have joined no team yet
     */
    static Duration untilRoom(List<Place> places, SpeedMeter latest, int lanes) {
        double seconds =
                places.stream().mapToDouble(place -> left(place, latest)).sum() / lanes / places.size();
        Duration wait = Duration.ofSeconds((long) Math.ceil(seconds));
        return wait.compareTo(LEAST_RETRY) < 0 ? LEAST_RETRY : wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait;
    }

    /** Seconds in a lane. A job that has offered nothing yet will have a window. */
    private static double left(Place place, SpeedMeter latest) {
        SpeedMeter speed = place.team == null ? latest : place.team.speed;
        double seconds = place.ready.stream()
                .mapToDouble(task -> speed.secondsFor(task.audio().toMillis() / 1e3))
                .sum();
        if (place.running || place.ready.isEmpty() && place.secondsLeft == 0) {
            seconds += speed.secondsFor(place.latestWindow);
        }
        return seconds + place.secondsLeft / TYPICAL_WINDOW_SECONDS * speed.secondsFor(TYPICAL_WINDOW_SECONDS);
    }
}
