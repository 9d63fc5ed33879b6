package dev.earshot.audio;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream with one part of it moved to an earlier place: bytes up to {@code target}, the moved part from memory,
 * bytes up to where the part stood, and what follows it.
 *
 * <p>One thread reads; another may close, which closes the stream below.
 */
final class ReorderedInputStream extends InputStream {
    private final InputStream in;
    private final byte[] moved;
    private long beforeTarget;
    private long beforeHole;
    private int given;
    private boolean behindHole;

    /**
     * @param target where the part goes
     * @param hole where it stands in {@code in}, behind {@code target}
     */
    ReorderedInputStream(InputStream in, long target, byte[] moved, long hole) {
        this.in = in;
        this.moved = moved;
        beforeTarget = target;
        beforeHole = hole - target;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (beforeTarget > 0) {
            int count = in.read(buffer, offset, (int) Math.min(length, beforeTarget));
            beforeTarget -= Math.max(0, count);
            return count;
        }
        if (given < moved.length) {
            int count = Math.min(length, moved.length - given);
            System.arraycopy(moved, given, buffer, offset, count);
            given += count;
            return count;
        }
        if (beforeHole > 0) {
            int count = in.read(buffer, offset, (int) Math.min(length, beforeHole));
            beforeHole -= Math.max(0, count);
            return count;
        }
        if (!behindHole) {
            in.skipNBytes(moved.length);
            behindHole = true;
        }
        return in.read(buffer, offset, length);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
