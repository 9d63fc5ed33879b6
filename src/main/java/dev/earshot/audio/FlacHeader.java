package dev.earshot.audio;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The number of samples that a FLAC recording's STREAMINFO block promises. ffmpeg plays a file that was cut off to its
 * last whole frame and leaves with status 0, so without this a part would pass for the whole.
 */
final class FlacHeader {
    /** Marker, block header, and STREAMINFO up to the 36 bits of the count. */
    private static final int BYTES = 26;

    private FlacHeader() {}

    /** Empty when the encoder did not know (0), or when a tag stands in front. */
    static OptionalLong frames(AudioSource source) throws IOException {
        try (InputStream in = source.open()) {
            Head head = new Head(in.readNBytes(BYTES));
            boolean streamInfo = head.has(0, "fLaC") && (head.at(4) & 0x7f) == 0;
            long count = 0;
            for (int i = 21; i < BYTES && streamInfo; i++) {
                count = count << 8 | (i == 21 ? head.at(i) & 0xf : Math.max(0, head.at(i)));
            }
            return count == 0 ? OptionalLong.empty() : OptionalLong.of(count);
        }
    }
}
