package dev.earshot.audio;

/**
 * Bare MPEG audio frames have no magic number, only eleven set bits that random data shows every few kilobytes. So
 * the header must be legal in every field, and another one of the same kind must follow where it says the frame
 * ends (or the data must end before that).
 */
final class MpegFrames {
    private static final int[][] KBITS_V1 = {
        {0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
    };
    private static final int[][] KBITS_V2 = {
        {0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160},
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
    };
    private static final int[] RATES = {44_100, 48_000, 32_000};

    private static final int NOT_A_FRAME = -1;

    private MpegFrames() {}

    /** MPEG-1, 2 or 2.5 audio, layer I to III. */
    static boolean startsWithMpegAudio(Head head) {
        int length = mpegFrameLength(head, 0);
        return length != NOT_A_FRAME
                && (length + 4 > head.length()
                        ? head.length() < Head.SIZE
                        : mpegFrameLength(head, length) != NOT_A_FRAME
                                && (head.at(1) & 0xfe) == (head.at(length + 1) & 0xfe));
    }

    /** AAC with the ADTS framing. */
    static boolean startsWithAdts(Head head) {
        int length = adtsFrameLength(head, 0);
        return length != NOT_A_FRAME
                && (length + 7 > head.length()
                        ? head.length() < Head.SIZE
                        : adtsFrameLength(head, length) != NOT_A_FRAME);
    }

    private static int mpegFrameLength(Head head, int at) {
        if (head.at(at) != 0xff || (head.at(at + 1) & 0xe0) != 0xe0 || head.at(at + 3) < 0) {
            return NOT_A_FRAME;
        }
        int version = head.at(at + 1) >> 3 & 3; // 0: 2.5, 1: reserved, 2: 2, 3: 1
        int layer = 4 - (head.at(at + 1) >> 1 & 3);
        int bitRate = head.at(at + 2) >> 4;
        int rateIndex = head.at(at + 2) >> 2 & 3;
        // "free format" (bit rate 0) does not say how long its frames are
        if (version == 1 || layer == 4 || bitRate == 0 || bitRate == 15 || rateIndex == 3) {
            return NOT_A_FRAME;
        }
        int kbits = (version == 3 ? KBITS_V1 : KBITS_V2)[layer - 1][bitRate];
        int rate = RATES[rateIndex] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
        int padding = head.at(at + 2) >> 1 & 1;
        return switch (layer) {
            case 1 -> (12_000 * kbits / rate + padding) * 4;
            case 2 -> 144_000 * kbits / rate + padding;
            default -> (version == 3 ? 144_000 : 72_000) * kbits / rate + padding;
        };
    }

    private static int adtsFrameLength(Head head, int at) {
        if (head.at(at) != 0xff || (head.at(at + 1) & 0xf6) != 0xf0 || head.at(at + 6) < 0) {
            return NOT_A_FRAME;
        }
        int length = (head.at(at + 3) & 3) << 11 | head.at(at + 4) << 3 | head.at(at + 5) >> 5;
        return (head.at(at + 2) >> 2 & 15) > 12 || length < 7 ? NOT_A_FRAME : length;
    }
}
