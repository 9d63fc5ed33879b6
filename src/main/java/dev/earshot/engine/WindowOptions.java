package dev.earshot.engine;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What each window of a job is asked: the caller's wishes, a context that follows its length where that is wanted, and the
 * recording's language once a window has settled it.
 *
 * <p>Detection errs on windows with a name or two in them, so one recording is taken to be in one language: the first
 * window with text and a detection of at least {@link #SURE} decides for those after it. Until then none is offered ahead,
 * since it would be asked before the answer is known, but for no longer than {@link #PATIENCE} windows with text; after
 * that each detects its own, until one is sure. Used by one thread.
 */
final class WindowOptions {
    /** Below it, the other languages together are likelier. */
    static final double SURE = 0.5;

    /** A recording that leaves its language open in this many windows is not worth waiting for. */
    static final int PATIENCE = 3;

    private final TranscriptionOptions wishes;
    private final Capabilities can;
    private final FitContext fit;
    private final Deadline deadline;
    private final Set<Shortcut> shortcuts = EnumSet.noneOf(Shortcut.class);
    private Optional<DetectedLanguage> detected = Optional.empty();
    private boolean settled;
    private int unsure;

    WindowOptions(TranscriptionOptions wishes, Capabilities can, FitContext fit) {
        this(wishes, can, fit, Deadline.NONE);
    }

    WindowOptions(TranscriptionOptions wishes, Capabilities can, FitContext fit, Deadline deadline) {
        this.wishes = wishes;
        this.can = can;
        this.fit = fit;
        this.deadline = deadline;
        this.settled = wishes.language().isPresent();
    }

    /** What the caller asked for. */
    TranscriptionOptions wishes() {
        return wishes;
    }

    /**
     * For the next window, with less of what was asked for where the caller's deadline would be missed with all of it. Who sends a long
     * recording gets as far as they get.
     *
     * @param length of the window in seconds
     * @param wait seconds until a lane takes it
     */
    TranscriptionOptions inTime(JobClass jobClass, double length, double wait) {
        TranscriptionOptions all = next(jobClass);
        if (jobClass == JobClass.BATCH) {
            return all;
        }
        DeadlinePlan plan = deadline.plan(all, length, wait, can.segmentStatistics());
        shortcuts.addAll(plan.shortcuts());
        return plan.options();
    }

    /** What was given up in one window or another. */
    List<Shortcut> shortcuts() {
        return List.copyOf(shortcuts);
    }

    /** For the next window. */
    TranscriptionOptions next(JobClass jobClass) {
        return wishes.toBuilder()
                .language(settled ? language() : Optional.empty())
                .fitContext(fits(jobClass))
                .build();
    }

    private boolean fits(JobClass jobClass) {
        boolean wanted =
                switch (fit) {
                    case ALWAYS -> true;
                    case INTERACTIVE -> jobClass != JobClass.BATCH;
                    case NEVER -> false;
                };
        return wanted && can.segmentStatistics() && wishes.audioContext() == 0;
    }

    /** Whether the next window should wait for the result of this one, since it may tell the language. */
    boolean awaitsLanguage() {
        return can.detectedLanguage() && !settled && unsure < PATIENCE;
    }

    /** To be called with the windows' results in time order. */
    void heard(Transcriber.Result result) {
        if (settled || result.language().isEmpty() || !hasText(result)) {
            return;
        }
        DetectedLanguage found = result.language().get();
        if (detected.isEmpty() || found.probability() > detected.get().probability()) {
            detected = Optional.of(found);
        }
        if (found.probability() >= SURE) {
            settled = true;
        } else {
            unsure++;
        }
    }

    /** What is heard in silence and noise is an accident. */
    private static boolean hasText(Transcriber.Result result) {
        return result.segments().stream().anyMatch(segment -> !segment.text().isBlank());
    }

    /** The given language, or the likeliest that was heard together with words. */
    Optional<String> language() {
        return wishes.language().or(() -> detected.map(DetectedLanguage::code));
    }

    Optional<DetectedLanguage> detected() {
        return detected;
    }
}
