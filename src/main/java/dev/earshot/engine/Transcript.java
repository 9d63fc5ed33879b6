package dev.earshot.engine;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What was said in a recording.
 *
 * @param task what was asked for
 * @param language ISO 639-1 code: the detected language, or the requested one where the library cannot tell; empty if
 *     neither is known
 * @param detected what the model heard and how sure it was; empty where the language was given or the library cannot tell
 * @param duration length of the recording
 * @param segments in time order; none where nothing was said
 * @param cost how it was made
 */
public record Transcript(
        Task task,
        Optional<String> language,
        Optional<DetectedLanguage> detected,
        Duration duration,
        List<Segment> segments,
        Cost cost) {

    /**
     * What the transcript took.
     *
     * @param windows windows the recording was cut into
     * @param gatedWindows windows without speech, which the model did not see
     * @param skipped length of what the model did not see, in such windows and between the others
     * @param waited time that windows waited for a lane, summed
     * @param ran time inside the model, summed
     * @param audioContext the largest that any window used, of {@link Transcriber#FULL_CONTEXT}; 0 if none reached the model.
     *     The largest, because it can be held against the full one whatever the recording's length
     * @param guardsFired windows that were decoded again with the full context, since the fitted one looked wrong
     * @param shortcuts what was given up so that the answer came in time
     */
    public record Cost(
            int windows,
            int gatedWindows,
            Duration skipped,
            Duration waited,
            Duration ran,
            int audioContext,
            int guardsFired,
            List<Shortcut> shortcuts) {
        public Cost {
            shortcuts = List.copyOf(shortcuts);
        }
    }

    public Transcript {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(language, "language");
        Objects.requireNonNull(detected, "detected");
        Objects.requireNonNull(duration, "duration");
        segments = List.copyOf(segments);
    }

    /** All words in one line, without space at the ends. */
    public String text() {
        return segments.stream()
                .map(Segment::text)
                .collect(Collectors.joining())
                .strip();
    }

    /** Why there is no text; empty where there is some. */
    public Optional<EmptyReason> emptyReason() {
        return text().isEmpty() ? Optional.of(EmptyReason.NO_SPEECH) : Optional.empty();
    }
}
