package dev.earshot.live.microphone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Tells events to everyone who watches, as server-sent events. The last ones are kept, so that whoever comes back hears what was
 * missed; numbers grow with the clock, so that those of an earlier run of the service are smaller. Called from any thread.
 */
final class Watchers {
    /** Somebody who watches. Called by one thread at a time, must not block; one that is too slow looks after itself. */
    interface Watcher {
        void send(String event);

        /** No more comes. */
        void end();
    }

    private record Kept(long id, String event) {}

    private final int mostKept;
    private final int mostWatchers;
    private final Runnable changed;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private long lastId = System.currentTimeMillis() * 1000;

    /** @param changed run when the first has come, or the last gone; without a lock */
    Watchers(int mostKept, int mostWatchers, Runnable changed) {
        this.mostKept = mostKept;
        this.mostWatchers = mostWatchers;
        this.changed = changed;
    }

    /** Tells it, and keeps it. */
    synchronized void tell(String type, ObjectNode data) {
        lastId++;
        String event = "id: " + lastId + "\n" + text(type, data);
        kept.addLast(new Kept(lastId, event));
        if (kept.size() > mostKept) {
            kept.removeFirst();
        }
        watchers.forEach(watcher -> watcher.send(event));
    }

    /** Tells what is of no use later. */
    synchronized void tellNow(String type, ObjectNode data) {
        String event = text(type, data);
        watchers.forEach(watcher -> watcher.send(event));
    }

    static String text(String type, ObjectNode data) {
        return "event: " + type + "\ndata: " + data + "\n\n";
    }

    /**
     * Lets somebody watch.
     *
     * @param after the number of the last event that was heard; the kept ones behind it come first
     * @param hello comes before all others
     * @return whether there was room
     */
    boolean add(Watcher watcher, long after, String hello) {
        synchronized (this) {
            if (watchers.size() >= mostWatchers) {
                return false;
            }
            watcher.send(hello);
            kept.stream().filter(event -> event.id() > after).forEach(event -> watcher.send(event.event()));
            watchers.add(watcher);
        }
        changed.run();
        return true;
    }

    /** Once more does nothing. */
    void remove(Watcher watcher) {
        boolean gone;
        synchronized (this) {
            gone = watchers.remove(watcher);
        }
        if (gone) {
            changed.run();
        }
    }

    /** Nothing more is told. */
    synchronized void end() {
        watchers.forEach(Watcher::end);
        watchers.clear();
    }

    synchronized int count() {
        return watchers.size();
    }
}
