package dev.earshot.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One window on its way through the queue and a lane; its future ends with a result or an {@link EngineException}. */
final class WindowTask {
    /** What a lane makes of a task. */
    record Done(Transcriber.Result result, Duration waited, Duration ran) {}

    final float[] samples;
    final TranscriptionOptions options;
    final String prompt;
    final Cancellation cancellation;
    final CompletableFuture<Done> future = new CompletableFuture<>();
    final long readyNanos;

    WindowTask(
            float[] samples, TranscriptionOptions options, String prompt, Cancellation cancellation, long readyNanos) {
        this.samples = samples;
        this.options = options;
        this.prompt = prompt;
        this.cancellation = cancellation;
        this.readyNanos = readyNanos;
    }

    Duration audio() {
        return Duration.ofNanos(samples.length * 1_000_000_000L / dev.earshot.audio.PcmReader.SAMPLE_RATE);
    }
}
