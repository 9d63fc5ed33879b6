package dev.earshot.audio;

import java.util.Arrays;

/** The first bytes of a recording; asking beyond them is answered with "no". */
final class Head {
    /** Two of the longest MPEG audio frames fit, so that the second one's header can be checked. */
    static final int SIZE = 8 * 1024;

    private final byte[] bytes;

    Head(byte[] bytes) {
        this.bytes = bytes;
    }

    int length() {
        return bytes.length;
    }

    /** The byte there, or -1. */
    int at(int index) {
        return index >= 0 && index < bytes.length ? bytes[index] & 0xff : -1;
    }

    boolean has(int offset, String ascii) {
        return has(offset, ascii.chars().toArray());
    }

    boolean has(int offset, int... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (at(offset + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    Head from(int offset) {
        return new Head(Arrays.copyOfRange(bytes, Math.min(offset, bytes.length), bytes.length));
    }

    /** Printable in any encoding that extends ASCII: no control characters but white space, and something visible. */
    boolean looksLikeText() {
        int visible = 0;
        for (int i = 0; i < Math.min(bytes.length, 512); i++) {
            int value = bytes[i] & 0xff;
            if (value < 0x20 && value != '\t' && value != '\n' && value != '\r' && value != '\f' || value == 0x7f) {
                return false;
            }
            visible += value > 0x20 && value < 0x7f ? 1 : 0;
        }
        return visible * 2 > Math.min(bytes.length, 512);
    }

    @Override
    public String toString() {
        return Wording.bytes(bytes, bytes.length);
    }
}
