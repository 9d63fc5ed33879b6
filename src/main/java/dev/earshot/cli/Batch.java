package dev.earshot.cli;

import dev.earshot.cli.Recordings.Recording;
import dev.earshot.cli.Result.Status;
import dev.earshot.engine.Cancellation;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes recordings through a recogniser, a few at a time. One that fails does not stop the others. */
final class Batch {
    private final Recogniser recogniser;
    private final Order order;
    private final Cancellation cancellation;
    private final Progress progress;
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    /** How far those are that are being worked on. */
    private final Map<Recording, Double> underWay = new ConcurrentHashMap<>();

    private int total;

    /** @param cancellation ends the run; also cancelled here when nobody is left to recognise anything */
    Batch(Recogniser recogniser, Order order, Cancellation cancellation, Progress progress) {
        this.recogniser = recogniser;
        this.order = order;
        this.cancellation = cancellation;
        this.progress = progress;
    }

    /** Results in the order of the recordings. */
    List<Result> run(List<Recording> recordings) {
        total = recordings.size();
        progress.begin();
        ExecutorService workers = Executors.newFixedThreadPool(Math.min(recogniser.atOnce(), total));
        try {
            List<Future<Result>> results = new ArrayList<>();
            for (Recording recording : recordings) {
                results.add(workers.submit(() -> work(recording)));
            }
            List<Result> all = new ArrayList<>();
            for (Future<Result> result : results) {
                all.add(result.get());
            }
            return all;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotRun("Interrupted.");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private Result work(Recording recording) {
        if (cancellation.isCancelled()) {
            return new Result(recording, Status.LEFT, "");
        }
        tell(recording, 0);
        try {
            String text =
                    recogniser.transcribe(recording.file(), order, cancellation, fraction -> tell(recording, fraction));
            return finished(recording, text.endsWith("\n") ? text : text + "\n");
        } catch (EngineException e) {
            return unfinished(recording, e);
        } finally {
            underWay.remove(recording);
            show(recording);
        }
    }

    private Result finished(Recording recording, String text) {
        if (recording.output().isPresent()) {
            try {
                OutputFile.write(recording.output().get(), text);
            } catch (IOException e) {
                return failed(recording, "Cannot write " + recording.output().get() + ": " + e.getMessage());
            }
        }
        done.incrementAndGet();
        return new Result(recording, Status.DONE, recording.output().isPresent() ? "" : text);
    }

    private Result unfinished(Recording recording, EngineException e) {
        if (e.code() == ErrorCode.NOT_READY) {
            // So would all the others.
            cancellation.cancel(e);
        }
        return cancellation.isCancelled() ? new Result(recording, Status.LEFT, "") : failed(recording, e.getMessage());
    }

    private Result failed(Recording recording, String why) {
        failed.incrementAndGet();
        return new Result(recording, Status.FAILED, why);
    }

    private void tell(Recording recording, double fraction) {
        underWay.put(recording, fraction);
        show(recording);
    }

    private void show(Recording recording) {
        int over = done.get() + failed.get();
        double parts =
                underWay.values().stream().mapToDouble(Double::doubleValue).sum();
        String name = recording.file().getFileName().toString();
        String failures = failed.get() == 0 ? "" : ", " + failed.get() + " failed";
        progress.update((over + parts) / total, total == 1 ? name : over + " of " + total + failures + ", " + name);
    }
}
