package dev.earshot.recovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * What native code is doing at this moment, in a small file: one place for each piece of work, written before it begins and emptied
 * when it has ended. What stands there when a process starts is what the one before died of.
 *
 * <p>Nothing is forced to the disk. What a process has written outlives the process in the kernel's memory, however it ends; only a
 * machine that loses its power forgets it, and that is no crash of ours: notes of another boot do not count. So a note costs one
 * system call or two of microseconds, and no writing to a card while it is worked on. May be called from any thread.
 */
final class Journal implements AutoCloseable {
    /** More than there are lanes and threads that look for speech at the same time, by far; beyond them nothing is noted. */
    static final int PLACES = 64;

    static final int PLACE_BYTES = 1024;
    static final String NAME = "at-work";

    private static final Logger LOG = Logger.getLogger(Journal.class);
    private static final byte[] EMPTY = {0};

    private final RandomAccessFile file;
    private final BitSet taken = new BitSet(PLACES);
    private boolean open = true;

    /** A note that is taken back when the work has ended. */
    @FunctionalInterface
    interface Note extends AutoCloseable {
        Note NONE = () -> {};

        @Override
        void close();
    }

    /** What stood in the file; of a boot before this one nothing counts. */
    static List<Work> leftIn(Path folder, String boot) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        byte[] bytes = new byte[(PLACES + 1) * PLACE_BYTES];
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            int length = (int) Math.min(in.length(), bytes.length);
            in.readFully(bytes, 0, length);
        }
        List<Work> works = new ArrayList<>();
        if (!text(bytes, 0).equals(boot)) {
            return works;
        }
        for (int place = 1; place <= PLACES; place++) {
            String text = text(bytes, place);
            if (!text.isEmpty()) {
                read(text, works);
            }
        }
        return works;
    }

    private static void read(String text, List<Work> works) {
        try {
            works.add(WorkJson.read(WorkJson.MAPPER.readTree(text)));
        } catch (IOException e) {
            LOG.debugf("A note that cannot be read: %s", e.getMessage());
        }
    }

    private static String text(byte[] bytes, int place) {
        int from = place * PLACE_BYTES;
        int to = from;
        while (to < from + PLACE_BYTES && bytes[to] != 0) {
            to++;
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** @param boot tells this start of the machine from others */
    Journal(Path folder, String boot) throws IOException {
        file = new RandomAccessFile(folder.resolve(NAME).toFile(), "rw");
        // All of it now: no note may fail for want of room.
        byte[] blank = new byte[(PLACES + 1) * PLACE_BYTES];
        byte[] id = boot.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(id, 0, blank, 0, Math.min(id.length, PLACE_BYTES - 1));
        file.setLength(blank.length);
        file.seek(0);
        file.write(blank);
    }

    /** Writes it down before it begins. */
    Note begin(Work work) {
        byte[] text = bytes(work);
        synchronized (this) {
            int place = taken.nextClearBit(0);
            if (!open || place >= PLACES) {
                return Note.NONE;
            }
            if (!write(place, text)) {
                return Note.NONE;
            }
            taken.set(place);
            return () -> end(place);
        }
    }

    private static byte[] bytes(Work work) {
        try {
            byte[] json = WorkJson.MAPPER.writeValueAsBytes(WorkJson.write(work));
            // The texts in it are bounded, but not what they take in UTF-8 and JSON.
            return json.length < PLACE_BYTES ? Arrays.copyOf(json, json.length + 1) : EMPTY;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void end(int place) {
        if (open) {
            write(place, EMPTY);
            taken.clear(place);
        }
    }

    private boolean write(int place, byte[] text) {
        try {
            file.seek((long) (place + 1) * PLACE_BYTES);
            file.write(text);
            return true;
        } catch (IOException e) {
            LOG.warnf("What native code does is no longer noted: %s", e.getMessage());
            open = false;
            return false;
        }
    }

    /** What is still at work is left to an end in order. */
    @Override
    public synchronized void close() {
        if (!open) {
            return;
        }
        for (int place = taken.nextSetBit(0); place >= 0; place = taken.nextSetBit(place + 1)) {
            write(place, EMPTY);
        }
        open = false;
        try {
            file.close();
        } catch (IOException e) {
            LOG.debugf("Closing: %s", e.getMessage());
        }
    }
}
