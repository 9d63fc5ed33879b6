package dev.earshot.audio;

import static dev.earshot.audio.AudioException.Problem.UNREADABLE;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the {@code fmt } chunk of a WAV file says, checked.
 *
 * <p>The average bytes a second are not compared: many writers get them wrong and nobody needs them.
 *
 * @param encoding empty when the samples are compressed by a codec that is not read here (ADPCM, GSM, MP3)
 * @param codec the codec's registered number, for messages
 */
record WavFormat(Optional<SampleEncoding> encoding, int codec, int channels, int rate) {
    static final int MIN_RATE = 4_000;
    static final int MAX_RATE = 192_000;
    static final int MAX_CHANNELS = 32;

    /** The largest in use is WAVEFORMATEX plus a few dozen bytes of codec data. */
    static final int MAX_CHUNK_BYTES = 4_096;

    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int EXTENSIBLE = 0xfffe;

    /** KSDATAFORMAT_SUBTYPE_*: two bytes of codec number, then this. */
    private static final byte[] SUBFORMAT_TAIL = {
        0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xaa, 0, 0x38, (byte) 0x9b, 0x71
    };

    /** Bytes of one frame, a sample for each channel. */
    int frameBytes() {
        return channels * encoding.orElseThrow().bytes();
    }

    static WavFormat parse(byte[] chunk, String kind) throws AudioException {
        if (chunk.length < 16) {
            throw unreadable(kind, "its fmt chunk has " + chunk.length + " bytes, 16 are the least");
        }
        ByteBuffer fields = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        int codec = fields.getShort(0) & 0xffff;
        int channels = fields.getShort(2) & 0xffff;
        long rate = fields.getInt(4) & 0xffffffffL;
        int blockAlign = fields.getShort(12) & 0xffff;
        int bits = fields.getShort(14) & 0xffff;
        if (codec == EXTENSIBLE) {
            codec = extensibleCodec(fields, bits, kind);
        }
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw unreadable(kind, "it claims " + channels + " channels, 1 to " + MAX_CHANNELS + " are read");
        }
        if (rate < MIN_RATE || rate > MAX_RATE) {
            throw unreadable(
                    kind, "it claims " + rate + " samples a second, " + MIN_RATE + " to " + MAX_RATE + " are read");
        }
        Optional<SampleEncoding> encoding = encoding(codec, bits, kind);
        if (encoding.isPresent() && blockAlign != channels * encoding.get().bytes()) {
            throw unreadable(
                    kind,
                    "its block align is " + blockAlign + " bytes, but " + channels + " channel(s) of " + bits
                            + " bits take " + channels * encoding.get().bytes());
        }
        return new WavFormat(encoding, codec, channels, (int) rate);
    }

    private static int extensibleCodec(ByteBuffer fields, int bits, String kind) throws AudioException {
        if (fields.capacity() < 40) {
            throw unreadable(
                    kind, "its fmt chunk is WAVE_FORMAT_EXTENSIBLE, which takes 40 bytes, with " + fields.capacity());
        }
        int validBits = fields.getShort(18) & 0xffff;
        if (validBits > bits) {
            throw unreadable(kind, "it claims " + validBits + " valid bits in samples of " + bits);
        }
        byte[] tail = Arrays.copyOfRange(fields.array(), 26, 40);
        return Arrays.equals(tail, SUBFORMAT_TAIL) ? fields.getShort(24) & 0xffff : EXTENSIBLE;
    }

    /** Integers of a width between the whole bytes (12, 20) stand in the upper bits, so the container decides. */
    private static Optional<SampleEncoding> encoding(int codec, int bits, String kind) throws AudioException {
        SampleEncoding encoding =
                switch (codec) {
                    case PCM ->
                        switch (bits >= 8 ? (bits + 7) / 8 : 0) {
                            case 1 -> SampleEncoding.PCM_8;
                            case 2 -> SampleEncoding.PCM_16;
                            case 3 -> SampleEncoding.PCM_24;
                            case 4 -> SampleEncoding.PCM_32;
                            default -> null;
                        };
                    case FLOAT -> bits == 32 ? SampleEncoding.FLOAT_32 : bits == 64 ? SampleEncoding.FLOAT_64 : null;
                    case A_LAW -> bits == 8 ? SampleEncoding.A_LAW : null;
                    case MU_LAW -> bits == 8 ? SampleEncoding.MU_LAW : null;
                    default -> {
                        yield null;
                    }
                };
        boolean readHere = codec == PCM || codec == FLOAT || codec == A_LAW || codec == MU_LAW;
        if (readHere && encoding == null) {
            throw unreadable(kind, "it claims samples of " + bits + " bits, which its codec " + codec + " has not");
        }
        return Optional.ofNullable(encoding);
    }

    private static AudioException unreadable(String kind, String what) {
        return new AudioException(UNREADABLE, "This " + kind + " recording contradicts itself: " + what + ".");
    }
}
