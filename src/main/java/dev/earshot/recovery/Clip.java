package dev.earshot.recovery;

import dev.earshot.engine.EngineException;
import dev.earshot.engine.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;

/**
 * Samples by their SHA-256, each as four bytes, least significant first. The same recording is cut into the same windows each time.
 */
record Clip(String hash, Duration audio) {
    private static final int SAMPLES_A_TURN = 4096;

    static Clip of(float[] samples) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer bytes = ByteBuffer.allocate(SAMPLES_A_TURN * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int from = 0; from < samples.length; from += SAMPLES_A_TURN) {
                int count = Math.min(SAMPLES_A_TURN, samples.length - from);
                bytes.asFloatBuffer().put(samples, from, count);
                digest.update(bytes.array(), 0, count * Float.BYTES);
            }
            return new Clip(HexFormat.of().formatHex(digest.digest()), length(samples));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Duration length(float[] samples) {
        return Duration.ofNanos(samples.length * 1_000_000_000L / 16_000);
    }

    void requireNotIn(Set<String> setAside) {
        if (setAside.contains(hash)) {
            throw new EngineException(
                    ErrorCode.SET_ASIDE,
                    "This recording is refused: each time it was at work the native library ended the service (window of "
                            + audio.toMillis() + " ms, SHA-256 " + hash
                            + "). 'earshot doctor' tells more; 'earshot recover' and a restart let it in again.");
        }
    }
}
