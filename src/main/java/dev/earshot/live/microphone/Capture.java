package dev.earshot.live.microphone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A capture program that is kept running. It ends when its device is pulled out, hangs when a driver does, and cannot start while
 * somebody else holds the device; each time it is started again, after a while that doubles up to {@link #LONGEST_PAUSE}. One
 * daemon thread does all of it and calls the listener; {@link #close} may be called from any thread, does not wait, and nothing is
 * told for long after it.
 */
final class Capture implements AutoCloseable {
    /** Hears what comes. Must not block for long: what nobody reads is lost. */
    interface Listener {
        /** @param samples 16 bit, little-endian, one channel, cut anywhere */
        void audio(byte[] samples);

        /** The program has ended, or could not be started, and will be started again. */
        void lost(String why);
    }

    /**
     * What to run.
     *
     * @param command program and arguments
     * @param headed whether it writes a header first
     */
    record Order(List<String> command, boolean headed) {}

    static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    /** Microphones give silence, too: a program that gives nothing at all has lost its device. */
    private static final long STALLED_NANOS = Duration.ofSeconds(5).toNanos();

    /** 64 KiB of a pipe are two seconds; looked at fifty times a second nothing is late or lost. */
    private static final int LOOK_MS = 20;

    private static final int MOST_MESSAGE = 300;

    private final Supplier<Order> orders;
    private final Map<String, String> environment;
    private final Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Process process;

    /** @param orders asked before each start; may fail with an {@link IllegalStateException} that says why */
    Capture(Supplier<Order> orders, Map<String, String> environment, Listener listener) {
        this.orders = orders;
        this.environment = environment;
        this.listener = listener;
    }

    Capture start() {
        Thread thread = new Thread(this::keepRunning, "earshot-microphone");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void keepRunning() {
        Duration pause = FIRST_PAUSE;
        try {
            while (closed.getCount() > 0) {
                boolean[] heard = new boolean[1];
                String why = run(heard);
                if (closed.getCount() > 0) {
                    listener.lost(why);
                }
                pause = heard[0] ? FIRST_PAUSE : pause;
                closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            kill();
        }
    }

    /** @return why it has ended */
    private String run(boolean[] heard) throws InterruptedException {
        String name = "The capture program";
        try {
            Order order = orders.get();
            name = Path.of(order.command().get(0)).getFileName().toString();
            ProcessBuilder builder = new ProcessBuilder(order.command());
            builder.environment().putAll(environment);
            process = builder.start();
            process.getOutputStream().close();
            return listen(process, name, new RawSamples(order.headed()), heard);
        } catch (IOException e) {
            return name + " cannot be run: " + e.getMessage();
        } catch (IllegalStateException e) {
            return e.getMessage();
        } finally {
            kill();
        }
    }

    private String listen(Process running, String name, RawSamples samples, boolean[] heard)
            throws IOException, InterruptedException {
        InputStream out = running.getInputStream();
        InputStream messages = running.getErrorStream();
        StringBuilder said = new StringBuilder();
        byte[] buffer = new byte[16 * 1024];
        long last = System.nanoTime();
        while (closed.getCount() > 0) {
            keep(messages, said);
            boolean over = !running.isAlive();
            if (out.available() > 0) {
                byte[] piece = samples.next(Arrays.copyOf(buffer, out.read(buffer)));
                last = System.nanoTime();
                heard[0] |= piece.length > 0;
                listener.audio(piece);
            } else if (over) {
                keep(messages, said);
                return name + " ended with status " + running.exitValue() + lastLine(said);
            } else if (System.nanoTime() - last > STALLED_NANOS) {
                return name + " gave nothing for " + TimeUnit.NANOSECONDS.toSeconds(STALLED_NANOS) + " s"
                        + lastLine(said);
            } else {
                closed.await(LOOK_MS, TimeUnit.MILLISECONDS);
            }
        }
        return "closed";
    }

    private static void keep(InputStream messages, StringBuilder said) throws IOException {
        while (messages.available() > 0) {
            byte[] some = new byte[1024];
            said.append(new String(some, 0, messages.read(some), StandardCharsets.UTF_8));
        }
        if (said.length() > MOST_MESSAGE) {
            said.delete(0, said.length() - MOST_MESSAGE);
        }
    }

    private static String lastLine(StringBuilder said) {
        String[] lines = said.toString().strip().split("\\R");
        String line = lines[lines.length - 1].strip();
        return line.isEmpty() ? "." : ": " + line;
    }

    /** A wrapper script's children would hold the device. */
    private void kill() {
        Process running = process;
        if (running != null && running.isAlive()) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        kill();
    }
}
