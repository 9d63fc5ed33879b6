package dev.earshot.audio;

import java.nio.charset.StandardCharsets;

/** The last bytes of what another program prints: the reason it gives for giving up stands at the end. */
final class OutputTail {
    private final byte[] bytes;
    private int length;

    OutputTail(int limit) {
        bytes = new byte[limit];
    }

    synchronized void add(byte[] more, int count) {
        int kept = Math.min(length, Math.max(0, bytes.length - count));
        int taken = Math.min(count, bytes.length);
        System.arraycopy(bytes, length - kept, bytes, 0, kept);
        System.arraycopy(more, count - taken, bytes, kept, taken);
        length = kept + taken;
    }

    @Override
    public synchronized String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
