package dev.earshot.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How one little-endian sample is stored, in a WAV file or on the way here; full scale becomes -1..1. */
public enum SampleEncoding {
    /** The only unsigned width: 128 is zero. */
    PCM_8(1) {
        @Override
        void decode(byte[] in, int samples, float[] out) {
            for (int i = 0; i < samples; i++) {
                out[i] = ((in[i] & 0xff) - 128) * 0x1p-7f;
            }
        }
    },
    PCM_16(2) {
        @Override
        void decode(byte[] in, int samples, float[] out) {
            for (int i = 0, b = 0; i < samples; i++, b += 2) {
                out[i] = (in[b] & 0xff | in[b + 1] << 8) * 0x1p-15f;
            }
        }
    },
    PCM_24(3) {
        @Override
        void decode(byte[] in, int samples, float[] out) {
            for (int i = 0, b = 0; i < samples; i++, b += 3) {
                out[i] = (in[b] & 0xff | (in[b + 1] & 0xff) << 8 | in[b + 2] << 16) * 0x1p-23f;
            }
        }
    },
    PCM_32(4) {
        @Override
        void decode(byte[] in, int samples, float[] out) {
            ByteBuffer bytes = ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < samples; i++) {
                out[i] = bytes.getInt(4 * i) * 0x1p-31f;
            }
        }
    },
    FLOAT_32(4) {
        @Override
        void decode(byte[] in, int samples, float[] out) {
            ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(out, 0, samples);
        }
    },
    FLOAT_64(8) {
        @Override
        void decode(byte[] in, int samples, float[] out) {
            ByteBuffer bytes = ByteBuffer.wrap(in).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < samples; i++) {
                out[i] = (float) bytes.getDouble(8 * i);
            }
        }
    },
    A_LAW(1) {
        @Override
        void decode(byte[] in, int samples, float[] out) {
            for (int i = 0; i < samples; i++) {
                out[i] = Companding.A_LAW[in[i] & 0xff];
            }
        }
    },
    MU_LAW(1) {
        @Override
        void decode(byte[] in, int samples, float[] out) {
            for (int i = 0; i < samples; i++) {
                out[i] = Companding.MU_LAW[in[i] & 0xff];
            }
        }
    };

    private final int bytes;

    SampleEncoding(int bytes) {
        this.bytes = bytes;
    }

    int bytes() {
        return bytes;
    }

    /** Floating point samples can be NaN or a thousand times full scale, integers cannot. */
    boolean needsCheck() {
        return this == FLOAT_32 || this == FLOAT_64;
    }

    /** Decodes the first {@code samples} samples of {@code in}. */
    abstract void decode(byte[] in, int samples, float[] out);
}
