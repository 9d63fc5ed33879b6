package dev.earshot.audio;

import static dev.earshot.audio.AudioException.Problem.UNREADABLE;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The chunk offsets in a {@code moov} atom: moov / trak / mdia / minf / stbl / stco or co64. */
final class Mp4Index {
    /** The way to the tables; a forged file that nests deeper is not followed. */
    private static final List<String> WAY = List.of("moov", "trak", "mdia", "minf", "stbl");

    private Mp4Index() {}

    /** Adds the index's own size to every offset in {@code from..to}, the part of the file it now stands before. */
    static void shiftChunks(byte[] moov, long from, long to) throws AudioException {
        shift(ByteBuffer.wrap(moov), 0, 0, moov.length, from, to);
    }

    private static void shift(ByteBuffer moov, int depth, int start, int end, long from, long to)
            throws AudioException {
        for (int at = start; end - at >= 8; ) {
            long size = moov.getInt(at) & 0xffffffffL;
            size = size == 0 ? end - at : size;
            if (size < 8 || size > end - at) {
                throw damaged("a part at byte " + at + " of it claims " + size + " bytes of " + (end - at));
            }
            String type = new String(moov.array(), at + 4, 4, StandardCharsets.ISO_8859_1);
            int next = at + (int) size;
            if (depth < WAY.size() && type.equals(WAY.get(depth))) {
                shift(moov, depth + 1, at + 8, next, from, to);
            } else if (depth == WAY.size() && (type.equals("stco") || type.equals("co64"))) {
                shiftTable(moov, at, next, type.equals("stco") ? 4 : 8, from, to);
            } else if (type.equals("cmov")) {
                throw damaged("it is compressed (cmov); convert the recording");
            }
            at = next;
        }
    }

    private static void shiftTable(ByteBuffer moov, int at, int end, int width, long from, long to)
            throws AudioException {
        long entries = end - at >= 16 ? moov.getInt(at + 12) & 0xffffffffL : -1;
        if (entries < 0 || entries > (end - at - 16) / width) {
            throw damaged("its table of chunks claims " + entries + " entries in " + (end - at) + " bytes");
        }
        for (int i = 0; i < entries; i++) {
            int place = at + 16 + i * width;
            long offset = width == 4 ? moov.getInt(place) & 0xffffffffL : moov.getLong(place);
            if (offset < from || offset >= to) {
                continue;
            }
            long moved = offset + moov.capacity();
            if (width == 8) {
                moov.putLong(place, moved);
            } else if (moved <= 0xffffffffL) {
                moov.putInt(place, (int) moved);
            } else {
                throw damaged("it cannot be moved to the front, because the file is larger than 4 GiB");
            }
        }
    }

    private static AudioException damaged(String how) {
        return new AudioException(UNREADABLE, "This MP4 recording's index (moov) cannot be used: " + how + ".");
    }
}
