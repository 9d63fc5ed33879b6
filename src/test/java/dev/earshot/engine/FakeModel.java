package dev.earshot.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A model whose windows finish when the test says so, and which remembers what it was asked. */
final class FakeModel implements ModelLoader, ModelLoader.LoadedModel {
    /** One call of a transcriber. */
    record Call(float[] samples, TranscriptionOptions options, String prompt) {}

    final List<Call> calls = new CopyOnWriteArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final Semaphore entered = new Semaphore(0);
    private final Semaphore permits = new Semaphore(0);
    private volatile boolean held;
    private volatile float fatalLevel = Float.NaN;
    private volatile Runnable failure = () -> {};
    private volatile boolean weightsFreed;
    private final ModelFacts facts;

    FakeModel(boolean canTranslate, int languages) {
        this(canTranslate, languages, Capabilities.STOCK);
    }

    FakeModel(boolean canTranslate, int languages, Capabilities library) {
        facts = new ModelFacts("fake", "tiny", "f16", 1, Optional.empty(), languages, canTranslate, "fake", library);
    }

    FakeModel() {
        this(true, 99);
    }

    /** From now on windows wait for {@link #letThrough}. */
    void hold() {
        held = true;
    }

    /** Windows of this level run into {@code failure}. */
    void failOn(float level, Runnable failure) {
        fatalLevel = level;
        this.failure = failure;
    }

    void letThrough(int windows) {
        permits.release(windows);
    }

    boolean weightsFreed() {
        return weightsFreed;
    }

    /** The calls but for the warm-up ones. */
    List<Call> work() {
        return new ArrayList<>(calls.subList(opened.get(), calls.size()));
    }

    @Override
    public LoadedModel load() {
        return this;
    }

    @Override
    public ModelFacts facts() {
        return facts;
    }

    /** Answers with one segment over the window that names its first sample, so that tests can tell windows apart. */
    @Override
    public Transcriber open() {
        opened.incrementAndGet();
        return new Transcriber() {
            @Override
            public Result transcribe(
                    float[] samples, TranscriptionOptions options, String prompt, Cancellation cancellation) {
                calls.add(new Call(samples, options, prompt));
                if (samples[0] == fatalLevel) {
                    failure.run();
                }
                if (held) {
                    entered.release();
                    permits.acquireUninterruptibly();
                }
                if (samples[0] == 0) {
                    return new Result(List.of(), Optional.empty());
                }
                String text = " w" + Math.round(samples[0] * 1000);
                return new Result(List.of(new Segment(0, samples.length / 16, text)), Optional.empty());
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    @Override
    public void close() {
        weightsFreed = true;
    }
}
