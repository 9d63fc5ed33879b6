package dev.earshot.cli;

import dev.earshot.engine.Cancellation;
import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a command in order when the process is told to stop (Ctrl-C, {@code kill}): what it does is cancelled, and the process
 * stays until it has cleaned up. Native code must have been left by then: the process takes its libraries down with it.
 */
final class Interruption implements AutoCloseable {
    private static final long LONGEST_GOODBYE_SECONDS = 30;

    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "earshot-interruption");

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Cancelled when the process is told to stop. */
    Cancellation cancellation() {
        return cancellation;
    }

    private void stop() {
        cancellation.cancel(new EngineException(ErrorCode.CLIENT_GONE, "Stopped."));
        try {
            cleanedUp.await(LONGEST_GOODBYE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has cleaned up. */
    @Override
    public void close() {
        cleanedUp.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs.
        }
    }
}
