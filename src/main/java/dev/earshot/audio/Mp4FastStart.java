package dev.earshot.audio;

import static dev.earshot.audio.AudioException.Problem.UNREADABLE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the index of an MP4 file in front. Phones and ffmpeg itself write the sound first ({@code mdat}) and the index
 * ({@code moov}) behind it, and a reader at the end of a pipe cannot go back; a temporary file would cost a second
 * upload's worth of disk. Only the index is held in memory; the chunk offsets in it grow by its own size.
 */
final class Mp4FastStart {
    /** An index takes about 8 bytes for each frame; 64 MB are days of speech. */
    static final int MAX_INDEX_BYTES = 64 * 1024 * 1024;

    /** Fragmented recordings have one for every second or so. */
    private static final int MAX_ATOMS = 1_000_000;

    private Mp4FastStart() {}

    private record Atom(String type, long start, long size) {
        long end() {
            return start + size;
        }
    }

    /** The same recording with the index in front of the sound, or itself when it is so already. */
    static AudioSource of(AudioSource source) throws IOException, AudioException {
        List<Atom> layout = walk(source);
        Atom sound = first(layout, "mdat");
        Atom index = first(layout, "moov");
        if (index == null) {
            throw new AudioException(
                    UNREADABLE,
                    "This MP4 recording has no index (moov atom): it was cut off, or its recorder was stopped before"
                            + " it could finish the file.");
        }
        if (sound == null || index.start() < sound.start()) {
            return source;
        }
        byte[] moved = readIndex(source, index);
        Mp4Index.shiftChunks(moved, sound.start(), index.start());
        return new Reordered(source, sound.start(), moved, index);
    }

    private static Atom first(List<Atom> atoms, String type) {
        return atoms.stream()
                .filter(atom -> atom.type().equals(type))
                .findFirst()
                .orElse(null);
    }

    /** The atoms of interest at the top level; every claimed size is compared with what is there. */
    private static List<Atom> walk(AudioSource source) throws IOException, AudioException {
        long length = source.length();
        List<Atom> found = new ArrayList<>();
        try (InputStream in = source.open()) {
            long at = 0;
            for (int count = 0; length - at >= 8; count++) {
                ByteBuffer head = ByteBuffer.wrap(in.readNBytes(8));
                if (head.capacity() < 8 || count == MAX_ATOMS) {
                    throw new AudioException(UNREADABLE, "This MP4 recording is damaged at byte " + at + ".");
                }
                long size = head.getInt(0) & 0xffffffffL;
                int headBytes = 8;
                if (size == 1 && length - at >= 16) {
                    size = ByteBuffer.wrap(in.readNBytes(8)).getLong(0);
                    headBytes = 16;
                } else if (size == 0) {
                    size = length - at;
                }
                String type = new String(head.array(), 4, 4, StandardCharsets.ISO_8859_1);
                if (size < headBytes || size > length - at) {
                    throw new AudioException(
                            UNREADABLE,
                            "This MP4 recording is damaged or cut off: its part '"
                                    + Wording.printable(head.array(), 4, 4)
                                    + "' at byte " + at + " promises " + Long.toUnsignedString(size) + " bytes, "
                                    + (length - at) + " are there.");
                }
                if (type.equals("mdat") || type.equals("moov")) {
                    found.add(new Atom(type, at, size));
                }
                in.skipNBytes(size - headBytes);
                at += size;
            }
        }
        return found;
    }

    private static byte[] readIndex(AudioSource source, Atom index) throws IOException, AudioException {
        if (index.size() > MAX_INDEX_BYTES) {
            throw new AudioException(
                    UNREADABLE,
                    "This MP4 recording's index (moov) has " + index.size() + " bytes; " + MAX_INDEX_BYTES
                            + " are the most that is read.");
        }
        try (InputStream in = source.open()) {
            in.skipNBytes(index.start());
            byte[] bytes = in.readNBytes((int) index.size());
            if (bytes.length < index.size()) {
                throw new AudioException(UNREADABLE, "This MP4 recording ended while its index was read.");
            }
            return bytes;
        }
    }

    /** What stood before the sound, the index, the sound and the rest, from one pass over the source. */
    private record Reordered(AudioSource source, long soundStart, byte[] moved, Atom index) implements AudioSource {
        @Override
        public InputStream open() throws IOException {
            return new ReorderedInputStream(source.open(), soundStart, moved, index.start());
        }

        @Override
        public long length() throws IOException {
            return source.length();
        }
    }
}
