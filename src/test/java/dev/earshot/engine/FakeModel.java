package dev.earshot.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A model whose windows finish when the test says so, and which remembers what it was asked. */
final class FakeModel implements ModelLoader, ModelLoader.LoadedModel {
    /** One call of a transcriber. */
    record Call(float[] samples, TranscriptionOptions options, String prompt) {}

    final List<Call> calls = new CopyOnWriteArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger loads = new AtomicInteger();
    final Semaphore entered = new Semaphore(0);
    private final Semaphore permits = new Semaphore(0);
    private volatile boolean held;
    private volatile float fatalLevel = Float.NaN;
    private volatile Runnable failure = () -> {};
    private volatile boolean weightsFreed;
    private volatile Function<Call, Transcriber.Result> script = FakeModel::nameOfFirstSample;
    private final ModelFacts facts;

    private final boolean tolerant;
    private volatile EngineException defect;

    FakeModel(boolean canTranslate, int languages, Capabilities capabilities) {
        this("fake", canTranslate, languages, capabilities, false);
    }

    private FakeModel(String name, boolean canTranslate, int languages, Capabilities capabilities, boolean tolerant) {
        this.tolerant = tolerant;
        facts = new ModelFacts(
                name,
                "tiny",
                "f16",
                1,
                Optional.empty(),
                languages,
                canTranslate,
                new LibraryFacts("fake", "1", "none", List.of("CPU"), Optional.empty()),
                capabilities);
    }

    FakeModel(Capabilities capabilities) {
        this(true, 99, capabilities);
    }

    FakeModel() {
        this(Capabilities.STOCK);
    }

    /**
     * One of several; it answers with its name.
     *
     * @param tolerant others may be in memory with it
     */
    static FakeModel named(String name, boolean tolerant) {
        FakeModel model = new FakeModel(name, true, 99, Capabilities.STOCK, tolerant);
        model.answer(call -> Transcriber.Result.plain(
                List.of(new Segment(0, call.samples().length / 16, " " + name)), call.options()));
        return model;
    }

    /** From now on it cannot be loaded. */
    void breakWith(String reason) {
        defect = new EngineException(ErrorCode.NOT_READY, reason);
    }

    /** From now on it can. */
    void mend() {
        defect = null;
    }

    /** How often it was brought into memory. */
    int loads() {
        return loads.get();
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
        if (defect != null) {
            throw defect;
        }
        loads.incrementAndGet();
        weightsFreed = false;
        return this;
    }

    @Override
    public boolean toleratesOthers() {
        return tolerant;
    }

    @Override
    public ModelFacts facts() {
        return facts;
    }

    /** Answers windows so from now on. */
    void answer(Function<Call, Transcriber.Result> answers) {
        script = answers;
    }

    private static Transcriber.Result nameOfFirstSample(Call call) {
        float first = call.samples()[0];
        if (first == 0) {
            return Transcriber.Result.plain(List.of(), call.options());
        }
        Segment segment = new Segment(0, call.samples().length / 16, " w" + Math.round(first * 1000));
        return Transcriber.Result.plain(List.of(segment), call.options());
    }

    /** Answers with one segment over the window that names its first sample, so that tests can tell windows apart. */
    @Override
    public Transcriber open() {
        opened.incrementAndGet();
        return new Transcriber() {
            @Override
            public Result transcribe(
                    float[] samples, TranscriptionOptions options, String prompt, Cancellation cancellation) {
                Call call = new Call(samples, options, prompt);
                calls.add(call);
                if (samples[0] == fatalLevel) {
                    failure.run();
                }
                if (held) {
                    entered.release();
                    permits.acquireUninterruptibly();
                }
                return script.apply(call);
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
