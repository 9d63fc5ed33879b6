package dev.earshot.audio;

/** The two telephone codes of ITU-T G.711 as tables of 256 values, scaled from 16 bits to -1..1. */
final class Companding {
    static final float[] A_LAW = new float[256];
    static final float[] MU_LAW = new float[256];

    static {
        for (int code = 0; code < 256; code++) {
            A_LAW[code] = aLaw(code) * 0x1p-15f;
            MU_LAW[code] = muLaw(code) * 0x1p-15f;
        }
    }

    private Companding() {}

    private static int aLaw(int code) {
        int bits = code ^ 0x55;
        int exponent = bits >> 4 & 7;
        int mantissa = (bits & 0xf) << 4;
        int magnitude = exponent == 0 ? mantissa + 8 : mantissa + 0x108 << exponent - 1;
        return (bits & 0x80) != 0 ? magnitude : -magnitude;
    }

    private static int muLaw(int code) {
        int bits = ~code & 0xff;
        int magnitude = (((bits & 0xf) << 3) + 0x84 << (bits >> 4 & 7)) - 0x84;
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }
}
