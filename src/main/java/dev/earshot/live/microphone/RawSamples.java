package dev.earshot.live.microphone;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * 16-bit little-endian samples of what a capture program writes. pw-record cannot write them bare in all its versions; then it
 * writes Sun's audio format, whose header says in which order bytes come. Used by one thread at a time.
 */
final class RawSamples {
    private static final int LEAST_HEADER = 24;
    private static final int MOST_HEADER = 64 * 1024;
    private static final int PCM_16 = 3;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private boolean headless;
    private boolean swapped;
    private int odd = -1;

    /** @param headed whether there is a header to be looked for */
    RawSamples(boolean headed) {
        this.headless = !headed;
    }

    /** @throws IllegalStateException if it is some other format */
    byte[] next(byte[] bytes) {
        if (headless) {
            return ordered(bytes);
        }
        head.writeBytes(bytes);
        byte[] all = head.toByteArray();
        if (all.length < LEAST_HEADER) {
            return new byte[0];
        }
        ByteBuffer header = ByteBuffer.wrap(all);
        int magic = header.getInt(0);
        if (magic == 0x646e732e) {
            header.order(ByteOrder.LITTLE_ENDIAN);
        } else if (magic != 0x2e736e64) {
            headless = true;
            return ordered(all);
        }
        int offset = header.getInt(4);
        if (offset < LEAST_HEADER || offset > MOST_HEADER || header.getInt(12) != PCM_16) {
            throw new IllegalStateException("The capture program writes a format that is not known here.");
        }
        if (all.length < offset) {
            return new byte[0];
        }
        headless = true;
        swapped = header.order() == ByteOrder.BIG_ENDIAN;
        return ordered(Arrays.copyOfRange(all, offset, all.length));
    }

    private byte[] ordered(byte[] bytes) {
        if (!swapped) {
            return bytes;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 1);
        for (byte b : bytes) {
            if (odd < 0) {
                odd = b & 0xff;
            } else {
                out.write(b);
                out.write(odd);
                odd = -1;
            }
        }
        return out.toByteArray();
    }
}
