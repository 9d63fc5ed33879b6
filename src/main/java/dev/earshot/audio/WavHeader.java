package dev.earshot.audio;

import static dev.earshot.audio.AudioException.Problem.UNKNOWN_FORMAT;
import static dev.earshot.audio.AudioException.Problem.UNREADABLE;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Everything in front of the samples of a WAV file (RIFF, RF64 or BW64). A header is a list of claims made by
 * whoever wrote the file, so each is compared with the bytes that are there, and nothing is allocated by it.
 *
 * @param dataBytes how long the samples are, or {@link #TO_THE_END} when the writer did not know: a recorder that
 *     writes to a pipe leaves 0 or 0xFFFFFFFF (ffmpeg, GStreamer), or something just below 2 GiB (SoX, arecord)
 */
record WavHeader(WavFormat format, long dataBytes) {
    static final long TO_THE_END = -1;

    /** A source whose length nobody knows: the pipe from ffmpeg. */
    static final long UNKNOWN_LENGTH = -1;

    /** Real files have a dozen; without a bound two gigabytes of empty chunks would be walked one by one. */
    private static final int MAX_CHUNKS = 10_000;

    private static final long U32_MAX = 0xffffffffL;

    /**
     * Reads up to the first byte of sound.
     *
     * @param length bytes of the whole input, or {@link #UNKNOWN_LENGTH}
     * @param kind what to call the recording in messages
     */
    static WavHeader read(InputStream in, long length, String kind) throws IOException, AudioException {
        return new Parser(in, length, kind).parse();
    }

    /** The state of one walk through the chunks. */
    private static final class Parser {
        private final InputStream in;
        private final long length;
        private final String kind;
        private long position;
        private long riffSize;
        private long ds64DataSize = TO_THE_END;
        private boolean wide;
        private WavFormat format;

        Parser(InputStream in, long length, String kind) {
            this.in = in;
            this.length = length;
            this.kind = kind;
        }

        WavHeader parse() throws IOException, AudioException {
            try {
                readRiff();
                for (int chunks = 0; chunks < MAX_CHUNKS; chunks++) {
                    byte[] head = take(8);
                    String id = new String(head, 0, 4, StandardCharsets.ISO_8859_1);
                    long size = u32(head, 4);
                    if (id.equals("data")) {
                        return new WavHeader(requireFormat(), dataBytes(size));
                    }
                    readChunk(id, head, size);
                }
            } catch (EOFException e) {
                String missing = format == null ? "before its fmt chunk" : "before its data chunk";
                throw new AudioException(
                        UNREADABLE,
                        "This " + kind + " recording ends " + missing + ", after " + position
                                + " bytes: it is cut off, or only a header.",
                        e);
            }
            throw new AudioException(
                    UNREADABLE, "This " + kind + " recording has no sound among its first " + MAX_CHUNKS + " chunks.");
        }

        private void readRiff() throws IOException, AudioException {
            byte[] head = take(12);
            String id = new String(head, 0, 4, StandardCharsets.ISO_8859_1);
            if (id.equals("RIFX")) {
                throw new AudioException(
                        UNKNOWN_FORMAT,
                        "This is a big-endian WAV file (RIFX), which is not read here; convert it, for instance with"
                                + " 'sox in.wav -t wav out.wav'.");
            }
            boolean wave = new String(head, 8, 4, StandardCharsets.ISO_8859_1).equals("WAVE");
            if (!wave || !Set.of("RIFF", "RF64", "BW64").contains(id)) {
                throw new AudioException(UNREADABLE, "This is no WAV file: it starts with " + Wording.bytes(head, 12));
            }
            wide = !id.equals("RIFF");
            riffSize = u32(head, 4);
        }

        private void readChunk(String id, byte[] head, long size) throws IOException, AudioException {
            if (length != UNKNOWN_LENGTH && size > length - position) {
                throw new AudioException(
                        UNREADABLE,
                        "This " + kind + " recording's chunk '" + Wording.printable(head, 0, 4) + "' claims " + size
                                + " bytes, but " + (length - position) + " are left.");
            }
            if (id.equals("fmt ") && format == null) {
                if (size > WavFormat.MAX_CHUNK_BYTES) {
                    throw new AudioException(
                            UNREADABLE, "This " + kind + " recording's fmt chunk claims " + size + " bytes.");
                }
                format = WavFormat.parse(take((int) size), kind);
            } else if (id.equals("ds64") && wide && size >= 24) {
                byte[] sizes = take(24);
                ds64DataSize =
                        ByteBuffer.wrap(sizes).order(ByteOrder.LITTLE_ENDIAN).getLong(8);
                skip(size - 24);
            } else {
                skip(size);
            }
            // chunks begin at even places; the byte between is in no chunk's size
            skip(size & 1);
        }

        private WavFormat requireFormat() throws AudioException {
            if (format == null) {
                throw new AudioException(
                        UNREADABLE, "This " + kind + " recording's sound comes before the fmt chunk that explains it.");
            }
            return format;
        }

        private long dataBytes(long claim) throws AudioException {
            long promised = wide && claim == U32_MAX && ds64DataSize != 0 ? ds64DataSize : claim;
            if (length == UNKNOWN_LENGTH) {
                return promised == 0 || promised < 0 || promised >= 0x7fff0000L ? TO_THE_END : promised;
            }
            long present = length - position;
            if (promised == 0) {
                // with an honest outer size it is a file without a sample, whatever follows
                return riffSize == length - 8 ? 0 : TO_THE_END;
            }
            if (promised == TO_THE_END || promised > present && isPlaceholder(promised)) {
                return TO_THE_END;
            }
            if (promised < 0 || promised > present) {
                throw truncated(kind, promised, present);
            }
            return promised;
        }

        private static boolean isPlaceholder(long size) {
            return size >= 0xffff0000L && size <= U32_MAX || size >= 0x7fff0000L && size <= 0x80000000L;
        }

        private byte[] take(int count) throws IOException {
            byte[] bytes = in.readNBytes(count);
            position += bytes.length;
            if (bytes.length < count) {
                throw new EOFException("after byte " + position);
            }
            return bytes;
        }

        private void skip(long count) throws IOException {
            in.skipNBytes(count);
            position += count;
        }

        private static long u32(byte[] bytes, int at) {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at) & U32_MAX;
        }
    }

    static AudioException truncated(String kind, long promised, long present) {
        return new AudioException(
                UNREADABLE,
                "This " + kind + " recording is cut off: its header promises " + Long.toUnsignedString(promised)
                        + " bytes of sound, " + present + " are there. Send all of it, or, if this is all there is, set"
                        + " the size in the header to 0 or 0xFFFFFFFF, which mean 'until the end'.");
    }
}
