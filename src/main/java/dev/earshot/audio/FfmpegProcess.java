package dev.earshot.audio;

import static dev.earshot.audio.AudioException.Problem.DECODER_FAILED;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One running ffmpeg. It can hang, die half way, print megabytes of complaints, or wait for hours because nobody
 * reads; and a transcript must never end early without a word because of any of these.
 *
 * <p>Three daemon threads serve it: one feeds the recording into it, one keeps the last of its messages, one kills it
 * when a read has waited too long. {@link #close()}, from any thread and any number of times, kills it and what it
 * started, and returns when the threads are gone. The end of {@link #sound()} is only an end when ffmpeg has left
 * with status 0; otherwise the read throws an {@link IOException} whose cause is the {@link AudioException}.
 *
 * <p>A recording that is damaged or cut off in the middle of compressed frames is ffmpeg's to judge: it plays what it
 * can and leaves with status 0, as every player does. Where a container says how much there must be (WAV, MP4, FLAC),
 * that is checked elsewhere in this package; MP3, AAC, Ogg, WebM and AMR do not say, so what is there is the recording.
 */
final class FfmpegProcess implements Closeable {
    private static final int FEED_BYTES = 64 * 1024;
    private static final int MESSAGE_BYTES = 2048;
    private static final Duration REAP = Duration.ofSeconds(5);

    private final Process process;
    private final ContainerFormat format;
    private final Duration stall;
    private final InputStream recording;
    private final OutputTail messages = new OutputTail(MESSAGE_BYTES);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread[] helpers;
    private final InputStream sound;
    /** System.nanoTime() when the pending read began; 0 when none is pending. */
    private volatile long readSince;

    private volatile boolean stalled;
    private volatile IOException feedFailure;
    private long soundBytes;

    private FfmpegProcess(Process process, ContainerFormat format, InputStream recording, Duration stall) {
        this.process = process;
        this.format = format;
        this.recording = recording;
        this.stall = stall;
        sound = new Sound(process.getInputStream());
        helpers = new Thread[] {
            helper("earshot-ffmpeg-feed", this::feed),
            helper("earshot-ffmpeg-messages", this::collectMessages),
            helper("earshot-ffmpeg-watch", this::watch)
        };
    }

    static FfmpegProcess start(Path program, ContainerFormat format, AudioSource source, Duration stall)
            throws IOException, AudioException {
        InputStream recording = source.open();
        try {
            Process process = FfmpegProgram.start(program, format.demuxer());
            return new FfmpegProcess(process, format, recording, stall).withHelpers();
        } catch (IOException e) {
            recording.close();
            throw new AudioException(DECODER_FAILED, "Cannot start " + program + ": " + e.getMessage(), e);
        }
    }

    private FfmpegProcess withHelpers() {
        boolean all = false;
        try {
            for (Thread helper : helpers) {
                helper.start();
            }
            all = true;
            return this;
        } finally {
            if (!all) {
                kill(); // the machine has no thread left; do not leave a process behind as well
            }
        }
    }

    /** ffmpeg's output, a WAV stream. */
    InputStream sound() {
        return sound;
    }

    private static Thread helper(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void feed() {
        byte[] buffer = new byte[FEED_BYTES];
        try (OutputStream stdin = process.getOutputStream()) {
            while (true) {
                int count;
                try {
                    count = recording.read(buffer);
                } catch (IOException e) {
                    feedFailure = e;
                    kill();
                    return;
                }
                if (count < 0) {
                    return;
                }
                stdin.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // ffmpeg reads no more: it has what it needs, or its exit status says what happened
        }
    }

    private void collectMessages() {
        byte[] buffer = new byte[1024];
        try (InputStream stderr = process.getErrorStream()) {
            for (int count = stderr.read(buffer); count >= 0; count = stderr.read(buffer)) {
                messages.add(buffer, count);
            }
        } catch (IOException e) {
            // closed under us: there are no more messages
        }
    }

    private void watch() {
        long nanos = stall.toNanos();
        try {
            while (!over.await(Math.min(nanos / 4 + 1, 1_000_000_000L), TimeUnit.NANOSECONDS)) {
                long since = readSince;
                if (since != 0 && System.nanoTime() - since > nanos) {
                    stalled = true;
                    kill();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A wrapper script's children would keep the pipes open, so they go first. */
    private void kill() {
        if (!process.isAlive()) {
            return;
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        kill();
        try {
            process.waitFor(REAP.toMillis(), TimeUnit.MILLISECONDS);
            recording.close();
            for (Thread helper : helpers) {
                if (helper != Thread.currentThread()) {
                    helper.join(REAP.toMillis());
                }
            }
        } catch (InterruptedException e) {
            // killed it is; only the waiting is cut short
            Thread.currentThread().interrupt();
        } finally {
            process.getInputStream().close();
        }
    }

    /** Called at the end of the sound, before anybody believes it. */
    private void requireGoodEnd() throws AudioException {
        int status = awaitExit();
        String kind = format.displayName();
        if (over.getCount() == 0) {
            throw new AudioException(DECODER_FAILED, "The recording was closed while it was decoded.");
        }
        if (feedFailure != null) {
            throw new AudioException(
                    DECODER_FAILED, "Reading the recording's bytes failed: " + feedFailure.getMessage(), feedFailure);
        }
        if (stalled) {
            throw new AudioException(
                    DECODER_FAILED,
                    "ffmpeg gave nothing for " + Wording.duration(stall.toNanos() * 1e-9) + " while decoding this "
                            + kind + " recording and was killed.");
        }
        new FfmpegExit(status, messages.toString(), soundBytes).requireGood(kind);
    }

    private int awaitExit() throws AudioException {
        try {
            if (!process.waitFor(stall.toNanos(), TimeUnit.NANOSECONDS)) {
                stalled = true;
                kill();
            }
            int status = process.waitFor();
            helpers[1].join(REAP.toMillis());
            return status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
            throw new AudioException(DECODER_FAILED, "The decoding was interrupted.", e);
        }
    }

    /** Standard output, timed and counted. */
    private final class Sound extends InputStream {
        private final InputStream stdout;

        Sound(InputStream stdout) {
            this.stdout = stdout;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            readSince = System.nanoTime() | 1; // never the 0 that means "none"
            int count;
            try {
                count = stdout.read(buffer, offset, length);
            } catch (IOException e) {
                count = -1; // closed under us; the end is examined below
            } finally {
                readSince = 0;
            }
            if (count < 0) {
                try {
                    requireGoodEnd();
                } catch (AudioException e) {
                    throw new IOException(e.getMessage(), e);
                }
            } else {
                soundBytes += count;
            }
            return count;
        }
    }
}
