package dev.earshot.live;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs what is posted one after the other, in order, on threads that many mailboxes share. {@link #post} never blocks. */
final class Mailbox {
    private final Executor threads;
    private final Queue<Runnable> letters = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unread = new AtomicInteger();

    Mailbox(Executor threads) {
        this.threads = threads;
    }

    void post(Runnable letter) {
        letters.add(letter);
        if (unread.getAndIncrement() == 0) {
            next();
        }
    }

    private void next() {
        try {
            threads.execute(this::work);
        } catch (RejectedExecutionException e) {
            // The threads end with the service; nobody is there to be told any more.
            letters.clear();
        }
    }

    /** One letter at a turn, so that a session that has much to do does not keep others waiting. */
    private void work() {
        try {
            letters.remove().run();
        } finally {
            if (unread.decrementAndGet() > 0) {
                next();
            }
        }
    }
}
